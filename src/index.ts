/** The public door of syncdrill. */
export {}
