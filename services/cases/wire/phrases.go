package wire

// phrases are the words of routing sentences, by language. A test holds the three to the same keys.
var phrases = map[string]phrase{
	"fi": {
		unit: "Vastaanottaja: %s. Syy: %s.", rule: "Sääntö: %s.", others: "Muut vaihtoehdot: %s.",
		triage:     "Ratkaisijana koordinaatioryhmä. Syy: %s.",
		overridden: "Ihminen valitsi vastaanottajan: %s.",
		reasons: map[string]string{
			"TIE": "useampi taho sopii yhtä hyvin", "GAP": "mikään sääntö ei kata pyyntöä",
			"DECLINE": "etsimme sopivamman yksikön", "DISPUTE": "etsimme sopivamman yksikön", "RISK": "koulu on merkinnyt riskin",
			"UNIT_CLOSED": "yksikkö, jossa pyyntö odotti, on lopettanut toimintansa",
			"NO_UNIT":     "mikään yksikkö ei nyt ota pyyntöä vastaan", "BY_RULE": "säännön mukaan ihminen ratkaisee",
		},
		facts: map[string]string{
			"NEED_INTELLECTUAL_DISABILITY": "kehitysvammaisuus", "NEED_AUTISM": "autismikirjo",
			"NEED_PSYCHOSOCIAL": "psykososiaalinen tuki", "NEED_NEUROLOGY_MOTOR": "neurologia, liikkuminen",
			"NEED_HEARING": "kuuleminen", "NEED_LANGUAGE": "kieli ja kommunikaatio", "NEED_VISION": "näkeminen",
			"NEED_PSYCHIATRY": "psyykkinen oireilu", "NEED_SOMATIC_ILLNESS": "pitkäaikaissairaus",
			"NEED_NEUROPSYCHIATRY": "neurokirjo", "LANGUAGE_FI": "suomenkielinen", "LANGUAGE_SV": "ruotsinkielinen",
			"AREA_HYKS": "HYKS-alue", "AREA_KYS": "KYS-alue", "AREA_TAYS": "TAYS-alue", "AREA_TYKS": "TYKS-alue",
			"AREA_OYS": "OYS-alue", "AREA_ALAND": "Ahvenanmaa", "UNIT_NATIONAL": "valtakunnallinen yksikkö",
			"UNIT_OWN_AREA": "oman alueen yksikkö",
			"FORM_PHONE":    "toiveena puhelu", "FORM_REMOTE_MEETING": "toiveena etäkokous", "FORM_ON_SITE_MEETING": "toiveena tapaaminen koululla",
			"FORM_VISIT_OBSERVATION": "toiveena vierailu ja havainnointi", "FORM_NONE": "muotoa ei toivottu",
		},
	},
	"sv": {
		unit: "Mottagare: %s. Orsak: %s.", rule: "Regel: %s.", others: "Andra alternativ: %s.",
		triage:     "Koordineringsgruppen avgör. Orsak: %s.",
		overridden: "En person valde mottagaren: %s.",
		reasons: map[string]string{
			"TIE": "flera aktörer passar lika bra", "GAP": "ingen regel täcker begäran",
			"DECLINE": "vi söker en lämpligare enhet", "DISPUTE": "vi söker en lämpligare enhet", "RISK": "skolan har angett en risk",
			"UNIT_CLOSED": "enheten där begäran väntade har lagts ned",
			"NO_UNIT":     "ingen enhet tar emot begäran nu", "BY_RULE": "enligt regeln avgör en person",
		},
		facts: map[string]string{
			"NEED_INTELLECTUAL_DISABILITY": "intellektuell funktionsnedsättning", "NEED_AUTISM": "autismspektrum",
			"NEED_PSYCHOSOCIAL": "psykosocialt stöd", "NEED_NEUROLOGY_MOTOR": "neurologi, rörelse",
			"NEED_HEARING": "hörsel", "NEED_LANGUAGE": "språk och kommunikation", "NEED_VISION": "syn",
			"NEED_PSYCHIATRY": "psykiska symptom", "NEED_SOMATIC_ILLNESS": "långvarig sjukdom",
			"NEED_NEUROPSYCHIATRY": "neuropsykiatri", "LANGUAGE_FI": "finskspråkig", "LANGUAGE_SV": "svenskspråkig",
			"AREA_HYKS": "HYKS-området", "AREA_KYS": "KYS-området", "AREA_TAYS": "TAYS-området",
			"AREA_TYKS": "TYKS-området", "AREA_OYS": "OYS-området", "AREA_ALAND": "Åland",
			"UNIT_NATIONAL": "riksomfattande enhet", "UNIT_OWN_AREA": "enhet i det egna området",
			"FORM_PHONE": "önskemål om samtal", "FORM_REMOTE_MEETING": "önskemål om distansmöte", "FORM_ON_SITE_MEETING": "önskemål om möte på skolan",
			"FORM_VISIT_OBSERVATION": "önskemål om besök och observation", "FORM_NONE": "ingen form önskades",
		},
	},
	"en": {
		unit: "Recipient: %s. Reason: %s.", rule: "Rule: %s.", others: "Others considered: %s.",
		triage:     "Coordination decides. Reason: %s.",
		overridden: "A person chose the recipient: %s.",
		reasons: map[string]string{
			"TIE": "several units or actors fit equally well", "GAP": "no rule covers the request",
			"DECLINE": "we are finding a better unit", "DISPUTE": "we are finding a better unit", "RISK": "the school has flagged a risk",
			"UNIT_CLOSED": "the unit in which the request waited has closed",
			"NO_UNIT":     "no unit takes the request now", "BY_RULE": "a rule leaves it to a person",
		},
		facts: map[string]string{
			"NEED_INTELLECTUAL_DISABILITY": "intellectual disability", "NEED_AUTISM": "autism spectrum",
			"NEED_PSYCHOSOCIAL": "psychosocial support", "NEED_NEUROLOGY_MOTOR": "neurology, motor",
			"NEED_HEARING": "hearing", "NEED_LANGUAGE": "language and communication", "NEED_VISION": "vision",
			"NEED_PSYCHIATRY": "mental health symptoms", "NEED_SOMATIC_ILLNESS": "long-term illness",
			"NEED_NEUROPSYCHIATRY": "neuropsychiatry", "LANGUAGE_FI": "in Finnish", "LANGUAGE_SV": "in Swedish",
			"AREA_HYKS": "HYKS area", "AREA_KYS": "KYS area", "AREA_TAYS": "TAYS area", "AREA_TYKS": "TYKS area",
			"AREA_OYS": "OYS area", "AREA_ALAND": "Åland", "UNIT_NATIONAL": "national unit",
			"UNIT_OWN_AREA": "unit of the own area",
			"FORM_PHONE":    "a phone call wished", "FORM_REMOTE_MEETING": "a remote meeting wished", "FORM_ON_SITE_MEETING": "a meeting at the school wished",
			"FORM_VISIT_OBSERVATION": "a visit and observation wished", "FORM_NONE": "no form wished",
		},
	},
}
