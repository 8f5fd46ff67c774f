"""Pages of the toy app: each uses components as a feature's page would."""

LIST = """{% extends "layouts/base.html" %}
{% from "components/tables.html" import listing with context %}
{% block title %}Applications & more{% endblock %}
{% block lede %}13 open.{% endblock %}
{% block actions %}<a class="btn btn-primary" href="/form">Add application</a>{% endblock %}
{% block main %}{{ listing(l, shell.likes) }}
<details id="save-view"><summary>Save</summary><label>Name <input name="name"></label></details>
{% endblock %}"""

FORM = """{% extends "layouts/base.html" %}
{% from "components/forms.html" import post_form, field %}
{% block title %}Add application{% endblock %}
{% block main %}{% call post_form(form, "/form", "Save", cancel="/", upload=True) %}
{{ field(form.received_on, width="s") }}{{ field(form.npi, autocomplete="off") }}
{{ field(form.model) }}{{ field(form.note) }}{{ field(form.urgent) }}{{ field(form.how) }}
{{ field(form.file) }}{% endcall %}{% endblock %}"""

PLAIN = """{% extends "layouts/plain.html" %}
{% from "components/forms.html" import post_form, field %}
{% block title %}Sign in{% endblock %}
{% block main %}{% call post_form(form, "/login", "Sign in") %}{{ field(form.npi) }}{% endcall %}
{% endblock %}"""

RECORD = """{% extends "layouts/base.html" %}
{% from "components/header.html" import crumb, panel %}
{% from "components/status.html" import word as pill, tag %}
{% from "components/clocks.html" import clock_panel, working %}
{% from "components/next.html" import next_step %}
{% from "components/citations.html" import citations %}
{% from "components/timeline.html" import timeline %}
{% from "components/checklist.html" import checklist %}
{% from "components/notice.html" import notice %}
{% from "components/forms.html" import post_button %}
{% block title %}Maricela Ortega-Ruiz{% endblock %}
{% block crumb %}
{{ crumb([("Applications", "/applications")], "12 of 13", "/record?k", "/record?j") }}
{% endblock %}
{% block badge %}{{ pill(word) }}{% endblock %}
{% block lede %}APP-1058 {{ tag("PCBH") }}{% endblock %}
{% block actions %}{{ post_button("Decide as Dana Whitfield", "/form") }}{% endblock %}
{% block main %}
{{ next_step("Next: record the license check.", "Nothing is late.", act) }}
{% call clock_panel("Decision", word, "Due Tue 19 Jan 2027", "", line) %}
{% call working(steps) %}Rule D-60{% endcall %}{% endcall %}
{% call panel("Timeline") %}{{ timeline(events, today) }}{% endcall %}
{% call panel("Checklist") %}{{ checklist(items) }}{% endcall %}
{{ citations("CA-BH-DECIDE-60", "2026.2", sources, "/rules") }}
{% call notice("soon", "Not saved") %}<p>What you typed is still here.</p>{% endcall %}
{% endblock %}"""

TEMPLATES = {
    "toy_list.html": LIST,
    "toy_form.html": FORM,
    "toy_plain.html": PLAIN,
    "toy_record.html": RECORD,
}
