import { useState } from "react";

/** Intent keeps one idempotency key for one thing that a person wants done. */
export type Intent = {
  /** The key for this body: the same until the body changes or the intent is done. */
  keyFor: (body: unknown) => string;
  /** To be called when the service has answered: the next press is a new intent. */
  done: () => void;
};

/** createIntent makes an intent; useIntent does the same for a component. */
export function createIntent(): Intent {
  let key = "";
  let shape = "";
  return {
    keyFor(body) {
      const now = JSON.stringify(body) ?? "";
      if (key === "" || now !== shape) {
        key = crypto.randomUUID();
        shape = now;
      }
      return key;
    },
    done() {
      key = "";
    },
  };
}

/** useIntent answers an intent that lives as long as the component. */
export function useIntent(): Intent {
  const [intent] = useState(createIntent);
  return intent;
}

/** useIntents answers one intent for each thing by its name, as long as the component lives. */
export function useIntents(): (name: string) => Intent {
  const [known] = useState(() => new Map<string, Intent>());
  return (name) => {
    const intent = known.get(name) ?? createIntent();
    known.set(name, intent);
    return intent;
  };
}
