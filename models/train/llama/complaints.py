"""All complaints, and words for what is found with any of them."""

import head
import limbs
import trunk
from words import choices

ALL = (
    limbs.JOINT,
    limbs.BACK,
    trunk.CHEST,
    trunk.BELLY,
    head.HEAD,
    trunk.URINE,
    limbs.SKIN,
    trunk.HEART,
    limbs.EYES_EARS,
    head.MIND,
    head.CHECK_UP,
)
GRADES = choices("mild;moderate;some;slight;marked")
SPOTS = choices(
    "medial joint line;lateral joint line;kneecap;outer ankle;heel;joint line;outer elbow;collarbone;"
    "base of the thumb;hip bone;Achilles tendon;rotator cuff;lower spine;{side} side;"
    "{side} lower back;shin;arch"
)
LOOKS = choices("swollen;warm;red;tender;bruised;stiff;slightly swollen;swollen and warm;red and warm;stiff and tender")
SIGNS = choices("redness;swelling;deformity;bruising;warmth;rash;discharge;sign of infection;fluid;bleeding;wound")
