/** Stylesheets are imported for their effect: the bundler gathers them into the panel's one CSS file. */
declare module "*.css";
