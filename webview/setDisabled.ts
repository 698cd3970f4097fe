/**
 * Disables a button, or enables it again. The one that has the keyboard keeps it, as a button that is said to be disabled
 * and does nothing: one that is disabled would drop the keyboard's place, and who steps by keys would have to look for it.
 */
export function setDisabled(button: HTMLElementTagNameMap["vscode-button"], isDisabled: boolean): void {
  const keepsKeyboard = isDisabled && !button.disabled && button === document.activeElement;
  button.disabled = isDisabled && !keepsKeyboard;
  // The toolkit's button does not hand it on to the control within, which there is once it is connected.
  for (const each of [button, button.control]) {
    if (keepsKeyboard) each.setAttribute("aria-disabled", "true");
    else each?.removeAttribute("aria-disabled");
  }
  // Once, however often it is asked for.
  if (keepsKeyboard) button.addEventListener("click", refuse, { capture: true });
}

function refuse(event: Event): void {
  if (event.currentTarget instanceof HTMLElement && event.currentTarget.hasAttribute("aria-disabled")) {
    event.stopImmediatePropagation();
  }
}
