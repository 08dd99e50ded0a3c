import { useKeptText } from "./keptText";

type KeptForm<T> = {
  form: T;
  change: (part: Partial<T>) => void;
  /** Back to what the form began with. */
  clear: () => void;
  changed: boolean;
};

/** useKeptForm keeps what was chosen in a form as useKeptText keeps a text. Until something is, the form is as it would begin now. */
export function useKeptForm<T extends object>(name: string, beginning: T): KeptForm<T> {
  const [text, setText, clear] = useKeptText(name);
  const changed = text !== "";
  const form = changed ? { ...beginning, ...(JSON.parse(text) as Partial<T>) } : beginning;
  return { form, change: (part) => setText(JSON.stringify({ ...form, ...part })), clear, changed };
}
