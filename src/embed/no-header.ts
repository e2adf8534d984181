/** In the script tag's modules the dock draws the header, so that of the chat is left out: `toChatKitOptions` always turns it off. */
export const Header = () => null;
