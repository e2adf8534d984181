/**
 * Replaces the chat's header in the script tag's modules, where the dock draws the header and `toChatKitOptions` turns
 * the chat's off.
 */
export const Header = () => null;
