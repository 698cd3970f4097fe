const editingKeys = ["Enter", "Backspace", "Delete", "Home", "End", "PageUp", "PageDown"];

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
    const isMove = key.startsWith("Arrow") || editingKeys.includes(key);
    const isTyped = target.matches("input:not([type=range], [type=checkbox])") && (key.length === 1 || isMove);
    const isMoved = target.matches("input[type=range], [role=tab], [role=combobox]") && isMove;
    const isPressed =
      target.matches("button, [role=button], [role=checkbox], [role=combobox]") && (key === "Enter" || key === " ");
    // A drawing that is walked by keys says so by keeping the page from scrolling.
    if (isTyped || isMoved || isPressed || event.defaultPrevented) event.stopPropagation();
  });
}
