from .as_docx import summary_docx
from .printing import SummaryPrint, build_summary, summary_html, summary_style

__all__ = ["SummaryPrint", "build_summary", "summary_docx", "summary_html", "summary_style"]
