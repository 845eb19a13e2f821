# One image for the web, the workers, the clock and the migrations; what it does is its command.

FROM node:24-slim AS front-end
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

FROM python:3.11-slim AS packages
RUN python -m venv /venv
COPY requirements/runtime.txt /tmp/
RUN /venv/bin/pip install --no-cache-dir --require-hashes --no-deps --requirement /tmp/runtime.txt

FROM python:3.11-slim
# Pango draws the PDF files.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --home-dir /tmp app

ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    APP_MODE=production \
    GRANIAN_INTERFACE=wsgi \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000 \
    GRANIAN_WORKERS=2 \
    GRANIAN_BLOCKING_THREADS=4 \
    GRANIAN_LOG_ACCESS_ENABLED=true

WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=front-end /src/node_modules node_modules
# Copies the few files the pages use, writes out the dictionary, gathers them with the project's own, and compiles our Python. The variables
# are needed to read the settings and go no further than this line.
RUN python -m config.embedded.assets \
    && rm -rf node_modules \
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
       DATABASE_URL=postgresql://build@nowhere/build REDIS_URL=redis://nowhere \
       ALLOWED_HOSTS=build CSRF_TRUSTED_ORIGINS=https://build SITE_URL=https://build \
       EMAIL_HOST=build DEFAULT_FROM_EMAIL=build@example.no \
       python manage.py collectstatic --noinput \
    && python -m compileall -q config organisations notifications objectives hearings regulations revisions

USER app
EXPOSE 8000
# For the web, which is the default command; docker-compose.yml has others for the others.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/helse/', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["granian", "config.wsgi:application"]
