import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWriter } from "../../leak/writer";
import { checkName, type CheckedName } from "./checkName";

/** Asked is a file that waits for the person to say under which name it goes. */
export type Asked = { key: string; file: File; checked: CheckedName };

/** useNameChecks lets files through whose names tell nobody, and asks about the others. */
export function useNameChecks(send: (file: File) => void) {
  const { t } = useTranslation("attachments");
  const writer = useWriter();
  const [asked, setAsked] = useState<readonly Asked[]>([]);

  async function check(file: File): Promise<void> {
    // Where the guard cannot be loaded the service looks once more.
    const checked = await checkName(file.name, writer, t("name.bare")).catch(() => undefined);
    if (checked) setAsked((all) => [...all, { key: crypto.randomUUID(), file, checked }]);
    else send(file);
  }

  function choose({ key, file }: Asked, name?: string): void {
    setAsked((all) => all.filter((one) => one.key !== key));
    if (name !== undefined) send(name === file.name ? file : new File([file], name, { type: file.type }));
  }

  return { asked, check, choose };
}
