// What every language must have: the keys of the Finnish catalogue. A missing one fails the build.

import type fi from "./fi";

type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };

export type Catalogue = Shape<typeof fi>;

/** Subject is what one file of texts is about. */
export type Subject = keyof Catalogue;

/** everywhere are the subjects that the frame of every page speaks of. */
export const everywhere = ["common", "codes", "errors", "signIn"] as const satisfies readonly Subject[];
