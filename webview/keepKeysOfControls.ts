const editingKeys = ["Enter", " ", "Backspace", "Delete", "Home", "End", "PageUp", "PageDown"];

/**
 * Keeps from the editor what a key does in a control: VS Code hands every key that reaches the window on to its
 * keybindings, so that a space typed into a field would also train.
 */
export function keepKeysOfControls(body: HTMLElement): void {
  body.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const target = event.composedPath()[0];
    if (!(target instanceof HTMLElement)) return;
    const isTyped = key.length === 1 || key.startsWith("Arrow") || editingKeys.includes(key);
    const isEdited = target.matches("input:not([type=range], [type=checkbox])");
    const isMoved = target.matches("input[type=range], [role=application], [role=tab], [role=combobox]");
    const isPressed = target.matches("button, [role=button], [role=checkbox], [role=application], [role=combobox]");
    const isKept =
      (isEdited && isTyped) ||
      (isMoved && (key.startsWith("Arrow") || editingKeys.includes(key)) && key !== " ") ||
      (isPressed && (key === "Enter" || key === " "));
    if (isKept) event.stopPropagation();
  });
}
