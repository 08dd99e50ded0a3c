const number = /([0-9A-Y]{4}-[0-9A-Y]{3})\b/;

/** Numbered keeps the number of a case in a text whole: no line ends at its dash. */
export function Numbered({ text }: { text: string }) {
  return text.split(number).map((part, i) =>
    i % 2 === 0 ? part : (
      <span key={i} className="vaatu-number">
        {part}
      </span>
    ),
  );
}
