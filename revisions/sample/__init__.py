"""Sample data for learning and trying: our own læringsmål, roles for people, and cases in every phase.

The texts are written for this purpose and are not the regulation's. Everything goes through the same importer and
the same services as real work, so that the sample can't be in a state real work could not reach.
"""
