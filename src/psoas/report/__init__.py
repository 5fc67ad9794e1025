"""Evidence out, as data: statements with reasons, sources and errors.

``build`` gathers what the rooms said into sections; ``render`` words and draws them.
"""

from psoas.report.build import build
from psoas.report.clinician import ClinicianPage, clinician_page
from psoas.report.model import Report, Section, Statement

__all__ = ["ClinicianPage", "Report", "Section", "Statement", "build", "clinician_page"]
