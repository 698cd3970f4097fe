/** Characters of a tensor's name: in models in use they are below two hundred. */
export const mostNameLength = 1000;
/** Of all names together. */
export const mostNameCharacters = 2 ** 25;
