/** What a finding is of; the names are those of vaatu.intake.v1.Kind. */
export type Kind = "IDENTITY_CODE" | "PHONE" | "EMAIL" | "ADDRESS" | "NAME" | "SCHOOL";

/** Finding is a place in a text, in the units of a JavaScript string; an empty suggestion: better nothing. */
export type Finding = { kind: Kind; start: number; end: number; suggestion: string };

/** Writer is what is known of who writes. */
export type Writer = {
  /** Language of a text that does not tell by its words. */
  language: "fi" | "sv";
  /** Names to look for, in base form. They stay in this browser's memory. */
  names: readonly string[];
  /** The writer's own schools, by their full names. */
  schools: readonly string[];
};
