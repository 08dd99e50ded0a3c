import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "./api/queries";
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
  await startTexts();
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={createQueryClient()}>
        <RouterProvider router={createAppRouter()} />
      </QueryClientProvider>
    </StrictMode>,
  );
}

void main();
