//! Headings as clinicians write them, and the sections that they stand for. The spoken names of sections and the labels of
//! typed lines are headings, too, and so are the titles of the templates that come with Dictum.

use std::collections::HashMap;
use std::sync::LazyLock;

use clinical::{SectionCode, SoapPart};

use super::Template;
use super::example::default;
use crate::dictation::SectionChange;
use crate::dictation::sections::named;
use crate::extract::jotted::label;

/// What a heading stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    /// One section.
    Section(SectionCode),
    /// A part of the note, with the sections below it.
    Part(SoapPart),
    /// Assessment and plan in one.
    AssessmentAndPlan,
}

/// Parts as people write them, besides their names.
const PARTS: &[(Heading, &str)] = {
    use Heading::{AssessmentAndPlan, Part};
    &[
        (
            AssessmentAndPlan,
            "a/p|a and p|ap|assessment and plan|assessment/plan|impression and plan|impression/plan",
        ),
        (Part(SoapPart::Subjective), "s|subj|subjective data"),
        (Part(SoapPart::Objective), "o|obj|objective data"),
        (Part(SoapPart::Assessment), "a|assessment and diagnosis|clinical assessment"),
        (Part(SoapPart::Plan), "p|plan of care|treatment plan|management|management plan|recommendations"),
    ]
};

/// Sections as people write them, besides.
const SECTIONS: &[(SectionCode, &str)] = {
    use SectionCode::*;
    &[
        (
            ChiefComplaint,
            "reason for visit|reason for consultation|reason for consult|reason for encounter|complaint",
        ),
        (
            HistoryOfPresentIllness,
            "history of presenting illness|present history|interim history|interval hx|hopi|hopc|hpc",
        ),
        (ReviewOfSystems, "systems review|systemic enquiry|system review"),
        (
            PastMedicalHistory,
            "past medical and surgical history|past medical hx|past hx|medical hx|past surgical history|surgical history|psh|pshx|pmh/psh|pmsh|background|birth history|psychiatric history|past psychiatric history",
        ),
        (FamilyHistory, "family hx|fam hx|fmh|fmhx|family medical history"),
        (
            SocialHistory,
            "social hx|soc hx|personal and social history|substance use|substance use history|lifestyle",
        ),
        (
            Medications,
            "current meds|home medications|home meds|medication list|medication history|drug history|drug hx|dhx|drugs|current medication|outpatient medications|medications prior to admission",
        ),
        (Allergies, "drug allergies|allergies and intolerances|allergies/intolerances|adverse reactions|all"),
        (VitalSigns, "vs|v/s|measurements|observations"),
        (
            PhysicalExam,
            "physical examination findings|clinical examination|clinical findings|exam findings|objective findings|phys exam",
        ),
        (
            Results,
            "laboratory|laboratory data|laboratory results|lab data|lab|imaging|imaging results|labs and imaging|labs/imaging|data|diagnostics|diagnostic results|test results|studies|radiology",
        ),
        (
            PrimaryDiagnosis,
            "diagnoses|impressions|clinical impression|final diagnosis|working diagnosis|provisional diagnosis",
        ),
        (DifferentialDiagnoses, "ddx|differentials"),
        (Problems, "active problems|other diagnoses|secondary diagnoses|comorbidities"),
        (PlanMedications, "medication changes|new medications|discharge meds|prescription|treatment"),
        (
            PlanTests,
            "investigations ordered|tests ordered|labs ordered|further investigations|workup|work-up",
        ),
        (PlanProcedures, "procedures planned|interventions|psychotherapy"),
        (PlanReferrals, "referral|consults|consultations"),
        (
            PlanEducation,
            "instructions|patient instructions|counseling|counselling|advice given|education and counseling",
        ),
        (PlanFollowUp, "follow up plan|followup plan|return precautions|disposition|next appointment|rtc"),
        (Immunizations, "immunization history|vaccines|vaccination history|immunisations|immunization"),
        (Development, "developmental milestones|milestones"),
        (ProcedureIndication, "indication for procedure|indications for procedure"),
        (ProcedureConsent, "informed consent"),
        (HospitalCourse, "brief hospital course|course in hospital|clinical course"),
        (MentalStatus, "mse|mental state|mental state examination"),
        (ProcedureAnesthesia, "anesthetic|anaesthetic|sedation"),
        (
            ProcedureDescription,
            "description|technique|procedure details|procedure in detail|operative details",
        ),
        (ProcedureFindings, "operative findings|intraoperative findings"),
        (RiskAssessment, "risk|suicide risk|suicide risk assessment|safety assessment|risk formulation"),
    ]
};

/// All that is written besides, each with what it stands for.
fn besides() -> impl Iterator<Item = (&'static str, Heading)> {
    let parts = PARTS.iter().flat_map(|(heading, names)| names.split('|').map(|name| (name, *heading)));
    let sections = SECTIONS
        .iter()
        .flat_map(|(code, names)| names.split('|').map(|name| (name, Heading::Section(*code))));
    parts.chain(sections)
}

static KNOWN: LazyLock<HashMap<String, Heading>> = LazyLock::new(|| {
    let mut known: HashMap<String, Heading> =
        besides().map(|(name, heading)| (name.to_owned(), heading)).collect();
    for template in Template::built_in_names().filter_map(Template::built_in) {
        for section in template.sections() {
            let title = plain(&section.title);
            if elsewhere(&title).is_none() {
                known.entry(title).or_insert(Heading::Section(section.code));
            }
        }
    }
    known
});

/// What a heading stands for, where it is known. Case, spaces and the marks around it do not count.
pub(super) fn known(heading: &str) -> Option<Heading> {
    let heading = plain(heading);
    KNOWN.get(&heading).copied().or_else(|| elsewhere(&heading))
}

/// Where in a note one is who reads it from its first line on, as its headings say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    part: Option<SoapPart>,
    section: Option<SectionCode>,
}

impl Outline {
    /// The section; none above the first heading, below one that nobody knows, and between those of several sections.
    pub fn section(&self) -> Option<SectionCode> {
        self.section
    }

    /// Goes on behind a line, if it is a known heading; whether it is one. "Medications" of the plan are those of the plan.
    pub fn enter(&mut self, line: &str) -> bool {
        match known(line) {
            None => return is_item(line),
            Some(Heading::Part(part)) => *self = Self { part: Some(part), section: None },
            Some(Heading::AssessmentAndPlan) => *self = Self::default(),
            Some(Heading::Section(code)) => {
                let heading = plain(line);
                let is_here = |other: &SectionCode| {
                    Some(other.part()) == self.part && plain(&default(*other).title) == heading
                };
                self.section = SectionCode::ALL.into_iter().find(is_here).or(Some(code));
            }
        }
        true
    }

    /// Goes on behind a heading that is none of the known ones.
    pub fn leave(&mut self) {
        self.section = None;
    }
}

/// Names of what stands within an examination, a review of systems or a list of results, and is no section.
const ITEMS: &str = "abdomen|alcohol|back|blood pressure|bp|cardiac|cardiovascular|chest|constitutional|cv|cvs|ears|endocrine|\
    ent|extremities|eyes|gait|gastrointestinal|general|general appearance|genitourinary|gi|gi/gu|gu|head|heart|heart rate|heent|\
    hematologic|hr|integumentary|lungs|lymphatic|mouth|msk|musculoskeletal|neck|neuro|neurologic|neurological|nose|oxygen \
    saturation|psych|psychiatric|pulmonary|pulse|rectal|resp|respiratory|respiratory rate|skin|smoking|temp|temperature|\
    throat|tobacco|weight";

/// Whether a heading is only the name of an item within a section.
pub(super) fn is_item(heading: &str) -> bool {
    let heading = plain(heading);
    ITEMS.split('|').any(|item| item == heading)
}

/// As it is looked up.
pub(super) fn plain(heading: &str) -> String {
    let around = |c: char| !c.is_alphanumeric();
    let words = heading.to_lowercase().replace('&', " and ").replace('’', "'");
    words.trim_matches(around).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// By the names that are spoken, and by the labels that are typed.
fn elsewhere(heading: &str) -> Option<Heading> {
    let words: Vec<&str> = heading.split(' ').collect();
    match named(&words) {
        Some(SectionChange::To(code)) => return Some(Heading::Section(code)),
        Some(SectionChange::Part(SoapPart::Assessment)) if words.len() > 1 => {
            return Some(Heading::AssessmentAndPlan);
        }
        Some(SectionChange::Part(part)) => return Some(Heading::Part(part)),
        _ => {}
    }
    let line = format!("{heading}:");
    let (section, rest) = label(&line);
    section.filter(|_| rest == line).map(Heading::Section)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Heading::{AssessmentAndPlan, Part, Section};
    use SectionCode::*;

    #[test]
    fn headings_are_known_by_their_names_abbreviations_and_in_any_case() {
        for (written, stands_for) in [
            ("HPI", Section(HistoryOfPresentIllness)),
            ("Hx", Section(HistoryOfPresentIllness)),
            ("Impression", Section(PrimaryDiagnosis)),
            ("A/P", AssessmentAndPlan),
            ("A&P", AssessmentAndPlan),
            ("Assessment & Plan", AssessmentAndPlan),
            ("ASSESSMENT AND PLAN", AssessmentAndPlan),
            ("Medications", Section(Medications)),
            ("Past Medical  Hx", Section(PastMedicalHistory)),
            ("O/E", Section(PhysicalExam)),
            ("f/u", Section(PlanFollowUp)),
            ("Anticipatory guidance", Section(PlanEducation)),
            ("Mental Status Examination", Section(MentalStatus)),
            ("plan", Part(SoapPart::Plan)),
            ("Objective", Part(SoapPart::Objective)),
        ] {
            assert_eq!(known(written), Some(stands_for), "{written}");
        }
        for not in ["", "Mrs Miller", "The medications", "hpi follow up", "no allergies"] {
            assert_eq!(known(not), None, "{not}");
        }
    }

    #[test]
    fn a_line_of_a_note_stands_where_the_headings_above_it_say() {
        let mut outline = Outline::default();
        for (line, is_heading, section) in [
            ("Margaret Ellis", false, None),
            ("SUBJECTIVE", true, None),
            ("Medications:", true, Some(SectionCode::Medications)),
            ("Lisinopril", false, Some(SectionCode::Medications)),
            ("O/E", true, Some(PhysicalExam)),
            ("Lungs", true, Some(PhysicalExam)),
            ("PLAN", true, None),
            ("Medications", true, Some(PlanMedications)),
            ("Assessment and plan", true, None),
        ] {
            assert_eq!((outline.enter(line), outline.section()), (is_heading, section), "{line}");
        }
        outline.enter("Allergies");
        outline.leave();
        assert_eq!(outline.section(), None);
    }

    #[test]
    fn body_systems_and_measurements_are_no_headings() {
        for item in ["MSK", "Blood Pressure", "Skin", "general appearance", "Oxygen saturation"] {
            assert!(is_item(item) && known(item).is_none(), "{item}");
        }
        assert!(ITEMS.split('|').all(|item| plain(item) == item && known(item).is_none()));
    }

    #[test]
    fn every_section_has_a_heading() {
        for code in SectionCode::ALL {
            let found = known(&code.as_str().replace('_', " "));
            let title = super::super::example::default(code).title;
            assert!(found == Some(Section(code)) || known(&title).is_some(), "{code:?}");
        }
    }

    #[test]
    fn each_written_heading_stands_for_one_thing() {
        let mut all: Vec<&str> = besides().map(|(name, _)| name).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        for name in all {
            assert_eq!(plain(name), name, "would never be found");
        }
    }
}
