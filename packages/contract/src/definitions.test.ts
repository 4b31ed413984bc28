/* eslint-disable @typescript-eslint/no-empty-function -- what is compiled is looked at, not run */
import { describe, expect, it } from '@jest/globals';
import * as transformer from 'class-transformer';
import * as v from 'class-validator';
import { compileContracts } from './compile/compile-contracts';
import {
    Check,
    Context,
    Contract,
    ContractDefinitionError,
    type ContractSource,
    Default,
    Info,
    type Mistake,
    Optional,
    Param,
    Property,
    Returns,
    Transaction,
    Type,
} from './index';

class Odd {
    declare undecorated: string;
}

class Line {
    @v.IsInt() amount!: number;
}

function mistakesOf(...contracts: ContractSource[]): readonly Mistake[] {
    try {
        compileContracts({ contracts });
    } catch (error) {
        if (error instanceof ContractDefinitionError) return error.mistakes;
        throw error;
    }
    return [];
}

function codesOf(...contracts: ContractSource[]): string[] {
    return mistakesOf(...contracts).map(({ code, where }) => `${code} ${where}`);
}

class Mistaken extends Contract {
    @Transaction() a(_ctx: Context, _list: string[]): void {}
    @Transaction() @Param('nmae', String) b(_ctx: Context, _name: string): void {}
    @Transaction() c(_ctx: Context, @Optional() _first: string, _second: string): void {}
    @Transaction() @Returns('Map<number, string>') d(_ctx: Context): void {}
    @Transaction() e(_ctx: Context, _odd: Odd): void {}
}

describe('the start of a chaincode', () => {
    it('reports five mistakes of a contract in one error', () => {
        let message = '';
        try {
            compileContracts({ contracts: [Mistaken] });
        } catch (error) {
            message = (error as Error).message;
        }
        expect(message.split('\n')).toEqual([
            'the contracts cannot be served, for 5 mistakes:',
            '  Odd: a class without declared fields. Put validators or @Property() on its fields, or write another type ' +
                '(docs/guide/types.md has them all) [TYPE_UNSUPPORTED]',
            '  Mistaken.a(_list): an array of unknown elements. ' +
                "Write the type: @Param('_list', Type), such as String, [Asset] or { enum: Color } [PARAMETER_TYPE_UNKNOWN]",
            "  Mistaken.b: @Param('nmae'), but no parameter of that name. " +
                'Names in @Param are those of the method: _name [PARAMETER_UNKNOWN]',
            '  Mistaken.c(_second): the required parameter _second after _first, which may be left out. ' +
                'Arguments are positional: move it to the front, or give it a default as well [PARAMETER_ORDER]',
            '  Mistaken.d @Returns: the type "Map<number, string>": keys of a map are strings. ' +
                'docs/guide/types.md has the forms in which types are written [TYPE_UNSUPPORTED]',
        ]);
    });

    it('reports the mistakes of all contracts', () => {
        class Empty extends Contract {}
        expect(codesOf(Mistaken, Empty)).toHaveLength(6);
    });

    it('refuses what is not a contract', () => {
        class Other {
            run(): number {
                return 1;
            }
        }
        class Throwing extends Contract {
            constructor() {
                super();
                throw new Error('no');
            }
        }
        expect(codesOf()).toEqual(['NO_CONTRACT contracts']);
        expect(codesOf(Other as never, Throwing, null as never)).toEqual([
            'CONTRACT_INVALID Other',
            'CONTRACT_INVALID Throwing',
            'CONTRACT_INVALID null',
        ]);
    });

    it('refuses names that clients could not write, and those that two contracts have', () => {
        class Named extends Contract {
            @Transaction() run(_ctx: Context): void {}
        }
        expect(codesOf(new Named('a:b'), new Named(''))).toEqual([
            'CONTRACT_NAME_INVALID Named',
            'CONTRACT_NAME_INVALID Named',
        ]);
        expect(mistakesOf(Named, Named)).toEqual([
            {
                code: 'CONTRACT_NAME_DUPLICATE',
                where: 'Named',
                found: 'the name "Named", which Named has too',
                fix: "Call super('another name')",
            },
        ]);
        expect(codesOf(new Named('org.hyperledger.fabric'))).toEqual(['CONTRACT_NAME_DUPLICATE SystemContract']);
    });

    it('refuses two defaults', () => {
        @Default()
        class A extends Contract {
            @Transaction() run(_ctx: Context): void {}
        }
        @Default()
        class B extends A {}
        expect(codesOf(A, B)).toEqual(['DEFAULT_DUPLICATE contracts']);
    });

    it('refuses contracts that declare no transaction, and decorators without one', () => {
        class Empty extends Contract {}
        @Info({ title: 'x' })
        class Undeclared extends Contract {
            helper(): void {}
        }
        class Half extends Contract {
            @Returns(String) read(_ctx: Context): string {
                return '';
            }
        }
        expect(codesOf(Empty, Undeclared, Half)).toEqual([
            'NO_TRANSACTION Empty',
            'NO_TRANSACTION Undeclared',
            'TRANSACTION_INVALID Half.read',
        ]);
    });

    it('refuses a first parameter that is not a context, and a context that the contract does not make', () => {
        class OwnContext extends Context {}
        class NoContext extends Contract {
            @Transaction() a(_id: string): void {}
            @Transaction() b(_ctx: OwnContext): void {}
        }
        class Making extends Contract {
            override createContext(): OwnContext {
                return new OwnContext();
            }
            @Transaction() b(_ctx: OwnContext): void {}
        }
        expect(codesOf(NoContext)).toEqual(['CONTEXT_MISMATCH NoContext.a', 'CONTEXT_MISMATCH NoContext.b']);
        expect(codesOf(Making)).toEqual([]);
    });

    it('refuses parameters that cannot be read, and takes the word of @Param for them', () => {
        class Patterned extends Contract {
            @Transaction() a(_ctx: Context, { amount }: Line): void {
                expect(amount).toBeUndefined();
            }
            @Transaction() @Param('line', Line) b(_ctx: Context, { amount }: Line): void {
                expect(amount).toBeUndefined();
            }
        }
        expect(codesOf(Patterned)).toEqual(['PARAMETERS_UNREADABLE Patterned.a']);
    });

    it('refuses classes that it cannot make or fill', () => {
        class NeedsMore {
            @v.IsInt() n: number;
            constructor(from: { n: number }) {
                this.n = from.n;
            }
        }
        class Untyped {
            @v.IsDefined() any: unknown;
            @v.IsArray() list!: string[];
            @Property() map!: Map<string, string>;
            @v.IsString() @Type(() => Line) text!: string;
            extra = 1;
        }
        class Takes extends Contract {
            @Transaction() a(_ctx: Context, _v: NeedsMore): void {}
            @Transaction() b(_ctx: Context, _v: Untyped): void {}
        }
        expect(codesOf(Takes)).toEqual([
            'CLASS_NOT_CONSTRUCTIBLE NeedsMore',
            'FIELD_UNDECLARED Untyped.extra',
            'FIELD_TYPE_UNKNOWN Untyped.any',
            'FIELD_TYPE_UNKNOWN Untyped.list',
            'FIELD_TYPE_UNKNOWN Untyped.map',
        ]);
    });

    it.each<[string, PropertyDecorator]>([
        ['@Exclude', transformer.Exclude()],
        ['@Expose({ name })', transformer.Expose({ name: 'other' })],
        ['@Expose({ groups })', transformer.Expose({ groups: ['admin'] })],
        ['@Expose({ since })', transformer.Expose({ since: 2 })],
        ['@Expose({ until })', transformer.Expose({ until: 2 })],
        ['@Transform(…, { toPlainOnly: true })', transformer.Transform(() => '', { toPlainOnly: true })],
        ['@Transform(…, { groups })', transformer.Transform(() => '', { groups: ['admin'] })],
    ])('refuses %s of class-transformer on a field', (decorator, apply) => {
        class Account {
            @v.IsString() name!: string;
        }
        apply(Account.prototype, 'name');
        class Takes extends Contract {
            @Transaction() a(_ctx: Context, _v: Account): void {}
        }
        expect(mistakesOf(Takes)).toEqual([
            expect.objectContaining({
                code: 'TYPE_UNSUPPORTED',
                where: 'Account.name',
                found: expect.stringContaining(decorator),
            }),
        ]);
    });

    it('refuses @Exclude of class-transformer on a class', () => {
        @transformer.Exclude()
        class Account {
            @v.IsString() @transformer.Expose() name!: string;
            @v.IsString() secret!: string;
        }
        class Takes extends Contract {
            @Transaction() a(_ctx: Context, _v: Account): void {}
        }
        expect(codesOf(Takes)).toEqual(['TYPE_UNSUPPORTED Account']);
    });

    it('refuses validators that wait', () => {
        const later = (target: object, propertyName: string | symbol): void => {
            v.registerDecorator({
                name: 'later',
                target: target.constructor,
                propertyName: String(propertyName),
                async: true,
                validator: { validate: () => Promise.resolve(true) },
            });
        };
        class Waiting {
            @later @v.IsString() text!: string;
        }
        class Takes extends Contract {
            @Transaction() a(_ctx: Context, _v: Waiting, @Check(later) _s: string): void {}
        }
        expect(codesOf(Takes)).toEqual(['VALIDATOR_UNSUPPORTED Waiting.text', 'VALIDATOR_UNSUPPORTED Takes.a(_s)']);
    });

    it('a @Check that checks nothing, since its decorator has no parentheses or is not there', () => {
        const missing: PropertyDecorator = undefined as never; // as JavaScript may have it
        class Takes extends Contract {
            // TypeScript takes IsInt for a decorator.
            @Transaction() a(_ctx: Context, @Check(v.IsInt) _n: number, @Check(missing, v.Min(1)) _m: number): void {}
        }
        expect(codesOf(Takes)).toEqual(['VALIDATOR_UNSUPPORTED Takes.a(_n)', 'VALIDATOR_UNSUPPORTED Takes.a(_m)']);
    });

    it.each([
        ['Asset[', 'has characters that no type has'],
        ['Map<string>', 'is not understood'],
        ['Nope', 'which is neither a type nor a class marked with @Object()'],
        ['Array<Nope[]>', 'the type "Nope"'],
        ['string number', 'is not understood'],
        ['', 'is not understood'],
        [[String, Number], 'an array of 2 types instead of one'],
        [{ enum: [] }, 'an enum without values'],
        [{ array: String, map: String }, 'a type with the members ["array","map"]'],
        [{ nullable: 'Nope' }, 'the type "Nope"'],
        [null, 'the type null'],
    ])('refuses the type %j', (spec, found) => {
        class Returning extends Contract {
            @Transaction() @Returns(spec as never) a(_ctx: Context): void {}
        }
        expect(mistakesOf(Returning)).toEqual([
            expect.objectContaining({ code: 'TYPE_UNSUPPORTED', found: expect.stringContaining(found) }),
        ]);
    });

    it('says of a name in a text that its module may not be loaded', () => {
        class Naming extends Contract {
            @Transaction() @Returns('Receipt') pay(_ctx: Context): void {}
            @Transaction() @Param('_all', 'Receipt[]') check(_ctx: Context, _all: unknown): void {}
        }
        const found =
            'the type "Receipt", which is neither a type nor a class marked with @Object() in a module that is loaded';
        const fix =
            'Write the class itself instead of its name: an import that only types use is not loaded, one of @Returns(Receipt) is';
        expect(mistakesOf(Naming)).toEqual([
            { code: 'TYPE_UNSUPPORTED', where: 'Naming.pay @Returns', found, fix },
            { code: 'TYPE_UNSUPPORTED', where: 'Naming.check(_all)', found, fix },
        ]);
    });

    it('has frozen plans', () => {
        class Named extends Contract {
            @Transaction() run(_ctx: Context): void {}
        }
        const { plans } = compileContracts({ contracts: [Named] });
        expect(plans.every((plan) => Object.isFrozen(plan))).toBe(true);
        expect(Object.isFrozen(plans[0]?.transactions.get('run'))).toBe(true);
    });
});
