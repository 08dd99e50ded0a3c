import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient, meQuery } from "./api/queries";
import { followSignOut } from "./api/session";
import { startTexts } from "./i18n";
import { createAppRouter } from "./router";
import { forgetAllTexts } from "./ui/keptText";
import "./fonts.css";
import "./styles.css";

async function main(): Promise<void> {
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no #root");
  followSignOut(forgetAllTexts);
  const client = createQueryClient();
  const router = createAppRouter();
  // What was served stands until the page itself can be drawn; who is there is asked meanwhile.
  void client.prefetchQuery(meQuery);
  await Promise.all([startTexts(), router.load()]);
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}

void main();
