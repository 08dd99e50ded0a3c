import type { ReactNode } from "react";
import { Table } from "suomifi-ui-components";
import { useIsPhone } from "./useIsPhone";

export type Column<T> = {
  key: string;
  label: string;
  render: (row: T) => ReactNode;
  align?: "left" | "right";
  /** The card's heading on a phone; the others become a list of label and value. */
  heading?: boolean;
  /** The card shows no label beside it: for buttons and links. */
  bare?: boolean;
};

type DataTableProps<T> = {
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  condensed?: boolean;
};

/** DataTable is a table on a desktop and a list of cards on a phone. */
export function DataTable<T>(props: DataTableProps<T>) {
  return useIsPhone() ? <Cards {...props} /> : <Grid {...props} />;
}

function Grid<T>({ caption, columns, rows, rowKey, condensed = false }: DataTableProps<T>) {
  return (
    <div className="vaatu-table">
      <Table
        caption={caption}
        condensed={condensed}
        columns={columns.map((c) => ({ key: c.key, labelText: c.label, textAlign: c.align ?? "left" }))}
        data={rows.map((row) => ({
          id: rowKey(row),
          ...Object.fromEntries(columns.map((c) => [c.key, c.render(row)])),
        }))}
      />
    </div>
  );
}

function Cards<T>({ caption, columns, rows, rowKey }: DataTableProps<T>) {
  return (
    <ul className="vaatu-cards" aria-label={caption}>
      {rows.map((row) => (
        <li key={rowKey(row)} className="vaatu-card">
          {columns.filter((c) => c.heading).map((c) => (
            <div key={c.key} className="vaatu-card__heading">
              {c.render(row)}
            </div>
          ))}
          <dl className="vaatu-card__facts">
            {columns
              .filter((c) => !c.heading && !c.bare)
              .map((c) => ({ ...c, content: c.render(row) }))
              .filter(({ content }) => content !== "" && content !== undefined && content !== null)
              .map(({ key, label, content }) => (
                <div key={key}>
                  <dt>{label}</dt>
                  <dd>{content}</dd>
                </div>
              ))}
          </dl>
          {columns.filter((c) => c.bare).map((c) => (
            <div key={c.key} className="vaatu-card__actions">
              {c.render(row)}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}
