"""Every Dash screen, in the order in which paths are tried."""

from monitor.web.kit import Page
from monitor.web.pages.admin import page as admin
from monitor.web.pages.admin import part as admin_part
from monitor.web.pages.audit import page as audit
from monitor.web.pages.back_test import page as back_test
from monitor.web.pages.board import page as board
from monitor.web.pages.chart import page as chart
from monitor.web.pages.clinic import page as clinic
from monitor.web.pages.course import page as course
from monitor.web.pages.discharge import page as discharge
from monitor.web.pages.eligibility import page as eligibility
from monitor.web.pages.handover import one as handover_one
from monitor.web.pages.handover import page as handover
from monitor.web.pages.handover import past as handovers
from monitor.web.pages.patient import page as patient
from monitor.web.pages.protocols import page as protocols
from monitor.web.pages.protocols import single as protocol
from monitor.web.pages.register import page as register
from monitor.web.pages.start import page as start
from monitor.web.pages.today import page as today
from monitor.web.pages.watch import page as watch

PAGES: tuple[Page, ...] = (
    board,
    today,
    start,
    watch,
    handover,
    handovers,
    handover_one,
    eligibility,
    course,
    patient,
    register,
    clinic,
    discharge,
    chart,
    admin,
    admin_part,
    audit,
    back_test,
    protocols,
    protocol,
)
