import { createLink } from "@tanstack/react-router";
import { forwardRef, type AnchorHTMLAttributes } from "react";
import { Link, RouterLink } from "suomifi-ui-components";

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & { "data-status"?: string };

/** withoutCurrent drops what the router says of the present page: only the navigation tells where one is. */
function withoutCurrent({ "aria-current": _current, "data-status": _status, ...rest }: AnchorProps): AnchorProps {
  return rest;
}

const TextAnchor = forwardRef<HTMLAnchorElement, AnchorProps>(function TextAnchor({ href, children, ...rest }, ref) {
  return (
    <Link {...withoutCurrent(rest)} href={href ?? ""} ref={ref}>
      {children}
    </Link>
  );
});

const NavigationAnchor = forwardRef<HTMLAnchorElement, AnchorProps>(function NavigationAnchor({ children, ...rest }, ref) {
  return (
    <RouterLink asComponent="a" {...rest} ref={ref}>
      {children}
    </RouterLink>
  );
});

const ButtonAnchor = forwardRef<HTMLAnchorElement, AnchorProps>(function ButtonAnchor({ children, ...rest }, ref) {
  return (
    <a {...withoutCurrent(rest)} ref={ref}>
      {children}
    </a>
  );
});

/** AppLink is a link in running text to a page of this application. */
export const AppLink = createLink(TextAnchor);

/** NavigationLink is the same inside ServiceNavigation, SideNavigation and WizardNavigation. */
export const NavigationLink = createLink(NavigationAnchor);

const PlainButtonLink = createLink(ButtonAnchor);

/** ButtonLink leads to another page and looks like a button; give className "vaatu-button" or "vaatu-button vaatu-button--secondary". */
export const ButtonLink = PlainButtonLink;
