/**
 * Puts decorators on a member of a class. TypeScript has a notation for that, `@Transaction()` above a method; JavaScript
 * has none yet, and calls them.
 */
exports.decorate = function decorate(target, member, ...decorators) {
    const descriptor = Object.getOwnPropertyDescriptor(target.prototype, member);
    for (const decorator of decorators.reverse()) decorator(target.prototype, member, descriptor);
};
