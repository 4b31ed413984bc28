import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCommentedSource } from './commented-source';

/** `Class: description`, `Class.member: description` and `CODE: description`. */
function told(text: string, file = 'source.ts'): string[] {
    const { classes, failures } = readCommentedSource(text, file);
    return [
        ...classes.flatMap(({ name, comment, members }) => [
            ...(comment === undefined ? [] : [`${name}: ${comment.description}`]),
            ...Array.from(members, ([member, { description }]) => `${name}.${member}: ${description}`),
        ]),
        ...failures.map(({ code, comment }) => `${code}: ${comment.description}`),
    ].sort();
}

describe('the comments of a source', () => {
    it.each([
        ['before a class', '/** A */ class A {}'],
        ['before an export', '/** A */\nexport class A {}'],
        ['before a default export', '/** A */\nexport default class A {}'],
        ['before a decorator', "/** A */\n@Info({ title: 'x' })\n@Default()\nexport class A {}"],
        ['behind the decorators', "@Info({ title: /** no */ 'x' })\n/** A */\nexport class A {}"],
        ['behind the export', 'export /** A */ class A {}'],
        ['before a variable', '/** A */\nexport const A = class {};'],
        ['before what the compiler makes of it', '/** A */\nlet A = class A {\n};\nexports.A = A;'],
        ['before a property of exports', '/** A */\nexports.A = class {};'],
        ['with another comment behind it', '/** A */\n// an order to a tool\n/* not this */\nclass A {}'],
        ['as the last of two', '/** The file. */\n\n/** A */\nclass A {}'],
        ['in a function', 'function f() { /** A */ class A {} return A; }'],
        ['of an abstract class', '/** A */\nexport abstract class A<T> extends B<T> implements C {}'],
    ])('are those of a class: %s', (_where, text) => {
        expect(told(text)).toEqual(['A: A']);
    });

    it('are those of properties and methods', () => {
        const text = `class A {
            /** one */ @IsString() id!: string;
            @IsString() /** two */ owner!: string;
            @IsString()
            /** three */
            private readonly 'a name'?: string;
            /** no: of the class */ static entity = entity('a');
            /** no: who knows */ [computed] = 1;
            none = 1;
            /** four */
            @Transaction() async give(ctx: Context, @Check(Length(1)) /** no */ to: string): Promise<void> {}
            /** five */ get value(): string { return ''; }
            /** six */ over(a: string): void;
            over(a: unknown): void {}
        }`;
        expect(told(text)).toEqual([
            'A.a name: three',
            'A.give: four',
            'A.id: one',
            'A.over: six',
            'A.owner: two',
            'A.value: five',
        ]);
    });

    it('are those of failures', () => {
        const text = `
            /** one */ export const A = failure('A_GONE', { message: 'gone' });
            /** two */ const B = contract.failure<{ has: bigint }>('B_GONE', { message: 'gone' });
            /** three */ exports.C = void 0; /** three */ const C = (0, contract_1.failure)('C_GONE', {});
            /** four */ exports.F = (0, contract_1.failure)('F_GONE', {});
            const D = failure('D_GONE', {});
            /** no */ const E = other('E_GONE');`;
        expect(told(text)).toEqual(['A_GONE: one', 'B_GONE: two', 'C_GONE: three', 'F_GONE: four']);
    });

    it('are those of declarations', () => {
        const text = `/** A */ export declare class A extends Contract {
            /** one */ id: string;
            /** two */ give(ctx: Context, to: string): Promise<void>;
        }`;
        expect(told(text, 'a.d.ts')).toEqual(['A.give: two', 'A.id: one', 'A: A']);
    });

    it('are none of what is not about it', () => {
        expect(told('/** of f */ function f() {}\nclass A { x = 1; }\n/** late */')).toEqual([]);
        expect(told('/** of x */ const x = 1; class A {}')).toEqual([]);
        expect(told('/* no doc comment */ class A {}')).toEqual([]);
    });

    it('never fail, whatever a source holds', () => {
        fc.assert(
            fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('a.ts', 'a.js', 'a.d.ts'), (text, file) => {
                expect(() => readCommentedSource(`/** A */ class A { ${text} }`, file)).not.toThrow();
            }),
        );
    });

    it('are read as far as a source can be', () => {
        expect(told('class {{{')).toEqual([]);
        expect(told('const a = <T>x; /** A */ class A {}', 'a.js')).toEqual([]);
        expect(told('/** A */ class A { #x = 1n; static { } accessor = 1 } using y = f();', 'a.js')).toEqual(['A: A']);
        expect(told("/** A */ class A {} import x = require('x'); export = A;")).toEqual(['A: A']);
    });
});
