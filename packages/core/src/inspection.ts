import { inspect } from 'node:util';

/**
 * Shows objects of a class by the class's name alone in console.log and wherever else Node shows them: what they keep
 * under symbols has arguments and transient data in it.
 */
export function showNameOnly(type: { readonly prototype: object }): void {
    Object.defineProperty(type.prototype, inspect.custom, {
        value(this: object) {
            return `${this.constructor.name} {}`;
        },
    });
}
