// Files that wait for a scanner, in a Vaatu of its own whose scanner comes late.

import { rm } from "node:fs/promises";
import { createServer, type Server as Listener, type Socket } from "node:net";
import { join } from "node:path";
import { baseURL, Client } from "./client";
import { look } from "./look";
import { file } from "./sample";
import { launch, newFolder, stop, type Server } from "./server";
import { expect, test } from "./test";

// What every scanner calls a virus to be tested with; in two parts, so that none finds it here.
const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-", "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");

function pdf(text: string): Buffer {
  const body = `%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n% ${text}\n`;
  return Buffer.from(`${body}xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 1>>\nstartxref\n${String(body.length)}\n%%EOF\n`, "latin1");
}

/** answer speaks as ClamAV's daemon does. */
function answer(socket: Socket): void {
  let said = Buffer.alloc(0);
  socket.on("error", () => undefined);
  socket.on("data", (part) => {
    said = Buffer.concat([said, part]);
    if (said.toString("latin1") === "zPING\0") socket.end("PONG\0");
    else if (said.subarray(-4).equals(Buffer.alloc(4))) socket.end(said.includes(eicar) ? "stream: Eicar FOUND\0" : "stream: OK\0");
  });
}

test.describe("while no scanner answers", () => {
  let data: string;
  let own: Server;
  let before: string | undefined;
  let scanner: Listener | undefined;

  test.beforeAll(async () => {
    test.setTimeout(180_000);
    data = await newFolder();
    own = await launch(data, "0", "--clamd", `unix://${join(data, "clamd.sock")}`);
    before = process.env.VAATU_URL;
    process.env.VAATU_URL = own.url;
  });

  test.afterAll(async () => {
    process.env.VAATU_URL = before;
    scanner?.close();
    await stop(own.child);
    await rm(data, { recursive: true, force: true });
  });

  test("a file waits and says until when; once the scanner is there it is looked at by itself", async ({ open, language, say }) => {
    test.setTimeout(300_000);
    const school = await Client.signIn("teacher-fi");
    const filed = await file(school);
    const { page } = await open("teacher-fi", `/cases/${filed.id}`, language);
    const item = (name: string) => page.getByRole("listitem").filter({ hasText: name });
    for (const [name, text] of [["Puhdas.pdf", "puhdas"], ["Tauti.pdf", eicar]] as const) {
      await page.getByTestId("files").setInputFiles({ name, mimeType: "application/pdf", buffer: pdf(text) });
      await expect(item(name).getByText(say("attachments:states.UPLOAD_STATE_PENDING_SCAN"))).toBeVisible();
      const day = new Date(Date.now() + 7 * 24 * 3600 * 1000).toLocaleDateString("fi-FI", { timeZone: "Europe/Helsinki" });
      await expect(item(name)).toContainText(day);
    }
    await look(page, "files that wait for the scanner");
    const principal = (await open("principal-fi", `/cases/${filed.id}`, language)).page;
    const theirs = principal.getByRole("listitem").filter({ hasText: "Puhdas.pdf" });
    await expect(theirs.getByText(say("attachments:states.UPLOAD_STATE_PENDING_SCAN"))).toBeVisible();
    await expect(theirs.getByRole("link")).toHaveCount(0);

    scanner = createServer(answer).listen(join(data, "clamd.sock"));
    const soon = { timeout: 120_000 };
    await expect(item("Puhdas.pdf").getByText(say("attachments:states.UPLOAD_STATE_CLEAN"))).toBeVisible(soon);
    await expect(item("Tauti.pdf").getByText(say("attachments:states.UPLOAD_STATE_INFECTED"))).toBeVisible(soon);
    await expect(item("Puhdas.pdf").getByRole("link", { name: say("attachments:openOf", { name: "Puhdas.pdf" }) })).toBeVisible();
    await look(page, "files that the scanner has looked at");
    const mails = async () => ((await (await fetch(`${baseURL()}/dev/mail.json`)).json()) as { to: string; subject: string }[]).filter((m) => m.subject.includes(filed.number));
    await expect.poll(async () => (await mails()).map((m) => m.to)).toEqual(["teacher-fi@example.fi"]);
  });
});
