import { useId } from "react";

export type Option = { value: string; label: string };

type SelectProps = {
  label: string;
  options: readonly Option[];
  value: string;
  onChange: (value: string) => void;
  /** What is wrong with the choice, if anything. */
  error?: string;
};

/**
 * Select chooses one of a list. It is the browser's own list: the design system's has no name for screen readers
 * while it is open, and phones have a better one.
 */
export function Select({ label, options, value, onChange, error = "" }: SelectProps) {
  const id = useId();
  return (
    <div className="vaatu-select">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={error !== ""}
        aria-describedby={error === "" ? undefined : `${id}-error`}
      >
        {options.map((o) => (
          <option key={o.value} value={o.value}>
            {o.label}
          </option>
        ))}
      </select>
      {error !== "" && (
        <span id={`${id}-error`} className="vaatu-select__error" role="alert">
          {error}
        </span>
      )}
    </div>
  );
}
