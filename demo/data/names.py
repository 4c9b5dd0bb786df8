"""Names and words from which conferences of any size are made."""

GIVEN_NAMES = (
    "Aiko", "Amina", "Ana", "Bjørn", "Chloé", "Daniel", "Elena", "Émile", "Fatou", "Giulia", "Hamid", "Ines", "Ivan",
    "João", "Jürgen", "Kaveh", "Leila", "Ljiljana", "Mai", "Marek", "Min-jun", "Nadia", "Ngozi", "Olena", "Øystein",
    "Pedro", "Priya", "Ravi", "Rosa", "Şebnem", "Siobhán", "Tomás", "Vanessa", "Wei", "Yusuf", "Zoë",
)  # fmt: skip
FAMILY_NAMES = (
    "Abdullah", "Åkesson", "Al-Haddad", "Andrade", "Banerjee", "Bernard", "Castillo", "Čapek", "D’Angelo", "de la Cruz",
    "dos Santos", "Eriksen", "Fernández", "Groß", "Haile", "Ibrahim", "Jansen", "Kim", "Kovačević", "Lefèvre", "Li",
    "MacGregor", "McDonald", "Mbeki", "Müller", "N’Diaye", "Núñez", "O’Brien", "Okafor", "Petrova", "Quispe", "Rossi",
    "Sato", "Suharyono", "Şahin", "Tanaka", "Tshering", "van den Berg", "Vũ", "Yılmaz", "Zhang", "Żak",
)  # fmt: skip
JOB_TITLES = (
    "Adviser", "Ambassador", "Attaché", "Compliance Officer", "Counsellor", "Deputy Director", "Director", "First Secretary",
    "Head of Unit", "Legal Officer", "Professor", "Programme Officer", "Senior Expert", "Third Secretary",
)  # fmt: skip
MINISTRIES = ("Ministry of Foreign Affairs", "Ministry of Economy", "Customs Administration", "Permanent Mission")
COMPANY_FIRST = (
    "Altamar",
    "Borealis",
    "Cedro",
    "Delta Norte",
    "Estrela",
    "Fjordlys",
    "Granit",
    "Horizonte",
    "Ipê",
    "Juniper",
)
COMPANY_SECOND = ("Aerospace", "Biotech", "Chemicals", "Instruments", "Logistics", "Pharma", "Semiconductors", "Valves")
SUBJECTS = (
    "licensing", "catch-all controls", "brokering", "transit and trans-shipment", "intangible transfers", "proliferation finance",
    "biosecurity", "chemical inputs", "export compliance", "customs cooperation", "sanctions screening", "end-use checks",
    "outreach to industry", "academia", "emerging technologies", "implementation plans",
)  # fmt: skip
ANGLES = (
    "What works in {}", "{}: lessons from five regions", "Practical questions of {}", "{} for small companies",
    "National approaches to {}", "Working together on {}", "{}: a round table", "Next steps in {}",
)  # fmt: skip
NEEDS = (
    "",
    "",
    "",
    "",
    "",
    "",
    "Vegetarian meals.",
    "Halal meals.",
    "Step-free access.",
    "Interpretation into French.",
)
