/* eslint-disable @typescript-eslint/require-await -- what decorators say is the subject */
import { describe, expect, it } from '@jest/globals';
import {
    Check,
    Context,
    Contract,
    ContractChaincode,
    ContractDefinitionError,
    type ContractSource,
    Evaluate,
    InWorker,
    IsInt,
    Max,
    type Middleware,
    Min,
    Optional,
    Param,
    RequireAttribute,
    RequireMsp,
    Returns,
    Transaction,
    Use,
    WithoutInherited,
} from './index';
import { recordingLogger, ScriptedPeer } from './testing/scripted-peer';

const barring: Middleware = () => Promise.reject(new TypeError('barred'));

/** One method for each decorator of transactions. The client of the scripted peer is of Org1MSP, without attributes. */
class Base extends Contract {
    @Transaction() @RequireMsp('Org2MSP') async msp(_ctx: Context): Promise<string> {
        return 'done';
    }
    @Transaction() @RequireAttribute('admin') async attribute(_ctx: Context): Promise<string> {
        return 'done';
    }
    @Transaction() @Use(barring) async used(_ctx: Context): Promise<string> {
        return 'done';
    }
    @Evaluate() async reading(ctx: Context): Promise<string> {
        await ctx.stub.putState('a', '1');
        return 'done';
    }
    @Transaction() async checked(_ctx: Context, @Check(IsInt(), Max(9)) count: number): Promise<string> {
        return `done ${count}`;
    }
    @Transaction() async optional(_ctx: Context, @Optional() note?: string): Promise<string> {
        return `done ${note}`;
    }
    @Transaction() @Param('color', { enum: ['red'] }) async typed(_ctx: Context, color: string): Promise<string> {
        return `done ${color}`;
    }
    @Transaction() @Returns(Number) async returning(_ctx: Context): Promise<unknown> {
        return 1;
    }
    @Transaction() @InWorker() async working(_ctx: Context): Promise<string> {
        return 'done';
    }
}

/** Overrides each of them, with @Transaction or @Evaluate alone. */
class Derived extends Base {
    @Transaction() override async msp(_ctx: Context): Promise<string> {
        return 'overridden';
    }
    @Transaction() override async attribute(_ctx: Context): Promise<string> {
        return 'overridden';
    }
    @Transaction() override async used(_ctx: Context): Promise<string> {
        return 'overridden';
    }
    @Evaluate() override async reading(ctx: Context): Promise<string> {
        await ctx.stub.putState('a', '2');
        return 'overridden';
    }
    @Transaction() override async checked(_ctx: Context, amount: number): Promise<string> {
        return `overridden ${amount}`;
    }
    @Transaction() override async optional(_ctx: Context, text?: string): Promise<string> {
        return `overridden ${text}`;
    }
    @Transaction() override async typed(_ctx: Context, colour: string): Promise<string> {
        return `overridden ${colour}`;
    }
    @Transaction() override async returning(_ctx: Context): Promise<unknown> {
        return 'text';
    }
    @Transaction() override async working(_ctx: Context): Promise<string> {
        return 'overridden';
    }
}

/** Overrides them without any decorator. */
class Silent extends Base {
    override async msp(_ctx: Context): Promise<string> {
        return 'overridden';
    }
    override async reading(ctx: Context): Promise<string> {
        await ctx.stub.putState('a', '2');
        return 'overridden';
    }
    override async checked(_ctx: Context, amount: number): Promise<string> {
        return `overridden ${amount}`;
    }
    override async typed(_ctx: Context, colour: string): Promise<string> {
        return `overridden ${colour}`;
    }
}

/** Takes each of them away. */
class Without extends Base {
    @WithoutInherited('RequireMsp') override async msp(_ctx: Context): Promise<string> {
        return 'overridden';
    }
    @WithoutInherited('RequireAttribute') override async attribute(_ctx: Context): Promise<string> {
        return 'overridden';
    }
    @WithoutInherited('Use') override async used(_ctx: Context): Promise<string> {
        return 'overridden';
    }
    @Transaction() @WithoutInherited('Evaluate') override async reading(ctx: Context): Promise<string> {
        await ctx.stub.putState('a', '2');
        return 'overridden';
    }
    @WithoutInherited('Check') override async checked(_ctx: Context, amount: number): Promise<string> {
        return `overridden ${amount}`;
    }
    @WithoutInherited('Optional') override async optional(_ctx: Context, text: string): Promise<string> {
        return `overridden ${text}`;
    }
    @WithoutInherited('Param') override async typed(_ctx: Context, colour: string): Promise<string> {
        return `overridden ${colour}`;
    }
    @WithoutInherited('Returns') override async returning(_ctx: Context): Promise<unknown> {
        return 'text';
    }
    @WithoutInherited('InWorker') override async working(_ctx: Context): Promise<string> {
        return 'overridden';
    }
}

class Grandchild extends Derived {
    @Transaction() @RequireMsp('Org1MSP') override async msp(_ctx: Context): Promise<string> {
        return 'again';
    }
    @Transaction() override async checked(_ctx: Context, @Check(Min(2)) count: number): Promise<string> {
        return `again ${count}`;
    }
    @WithoutInherited('RequireAttribute') @RequireMsp('Org1MSP') override async attribute(
        _ctx: Context,
    ): Promise<string> {
        return 'again';
    }
}

function chaincodeOf(contract: ContractSource): ContractChaincode {
    return new ContractChaincode({ contracts: [contract], logger: recordingLogger().logger });
}

async function told(contract: ContractSource, ...args: string[]): Promise<string> {
    await using peer = new ScriptedPeer(chaincodeOf(contract));
    const { status, message, payload } = await peer.invoke(...args);
    return `${status} ${status < 400 ? payload : message}`;
}

function mistakesOf(contract: ContractSource): string[] {
    try {
        chaincodeOf(contract);
    } catch (error) {
        if (error instanceof ContractDefinitionError)
            return error.mistakes.map(({ where, found, fix }) => `${where}: ${found}. ${fix}`);
        throw error;
    }
    return [];
}

describe('a transaction that overrides another one', () => {
    it.each([
        [Derived, 'msp', [], /^403 ACCESS_DENIED/],
        // The guard reads the certificate, which this client does not have.
        [Derived, 'attribute', [], /^500 INVALID_IDENTITY/],
        [Derived, 'used', [], /^500 INTERNAL_ERROR/],
        [Derived, 'reading', [], /^500 READ_ONLY_TRANSACTION/],
        [Derived, 'checked', ['10'], /^400 VALIDATION_FAILED: amount must not be greater than 9$/],
        [Derived, 'checked', ['9'], /^200 overridden 9$/],
        [Derived, 'optional', [], /^200 overridden undefined$/],
        [Derived, 'typed', ['blue'], /^400 VALIDATION_FAILED: colour must be one of "red"/],
        [Derived, 'returning', [], /^500 INVALID_RESULT/],
        [Silent, 'msp', [], /^403 ACCESS_DENIED/],
        [Silent, 'reading', [], /^500 READ_ONLY_TRANSACTION/],
        [Silent, 'checked', ['10'], /^400 VALIDATION_FAILED/],
        [Silent, 'typed', ['blue'], /^400 VALIDATION_FAILED: colour must be one of "red"/],
        [Grandchild, 'msp', [], /^403 ACCESS_DENIED/],
        [Grandchild, 'checked', ['10'], /^400 VALIDATION_FAILED: count must not be greater than 9$/],
        [Grandchild, 'checked', ['1'], /^400 VALIDATION_FAILED: count must not be less than 2$/],
        [Grandchild, 'attribute', [], /^200 again$/],
    ])('keeps what decorators say of it: %p.%s(%j)', async (contract, name, args, answer) => {
        expect(await told(contract, name, ...args)).toMatch(answer);
    });

    it.each([
        ['msp', [], /^200 overridden$/],
        ['attribute', [], /^200 overridden$/],
        ['used', [], /^200 overridden$/],
        ['reading', [], /^200 overridden$/],
        ['checked', ['10'], /^200 overridden 10$/],
        ['optional', [], /^400 VALIDATION_FAILED: text is missing$/],
        ['typed', ['blue'], /^200 overridden blue$/],
        ['returning', [], /^200 text$/],
    ])('does without what it takes away by name: %s(%j)', async (name, args, answer) => {
        expect(await told(Without, name, ...args)).toMatch(answer);
    });

    it('runs in a worker as that one does, unless it says otherwise', () => {
        expect(chaincodeOf(Derived).runsInWorker('working')).toBe(true);
        expect(chaincodeOf(Derived).runsInWorker('msp')).toBe(false);
        // Nothing is marked then, and all may.
        expect(chaincodeOf(Without).runsInWorker('msp')).toBe(true);
    });

    it('may make one that writes read-only', async () => {
        class Writing extends Contract {
            @Transaction() async write(ctx: Context): Promise<void> {
                await ctx.stub.putState('a', '1');
            }
        }
        class Reading extends Writing {
            @Evaluate() override async write(ctx: Context): Promise<void> {
                await super.write(ctx);
            }
        }
        expect(await told(Writing, 'write')).toMatch(/^200/);
        expect(await told(Reading, 'write')).toMatch(/^500 READ_ONLY_TRANSACTION/);
    });

    it('may not make one that only reads write, unless it says so by name', () => {
        class Writing extends Base {
            @Transaction() override async reading(): Promise<string> {
                return 'overridden';
            }
        }
        expect(mistakesOf(Writing)).toEqual([
            "Writing.reading: @Transaction() on an override of a transaction that @Evaluate() makes read-only. Write @Evaluate(), or @WithoutInherited('Evaluate') as well if it is to write",
        ]);
    });

    it('needs no @Transaction() of its own', async () => {
        class Narrower extends Base {
            override async checked(_ctx: Context, @Check(Min(2)) count: number): Promise<string> {
                return `overridden ${count}`;
            }
        }
        expect(mistakesOf(Narrower)).toEqual([]);
        expect(await told(Narrower, 'checked', '1')).toMatch(/^400/);
        expect(await told(Narrower, 'checked', '10')).toMatch(/^400/);
    });

    it('may not take away what is not there', () => {
        class Mistaken extends Base {
            @WithoutInherited('RequireMsp', 'Check') override async attribute(): Promise<string> {
                return '';
            }
            @Transaction() @WithoutInherited('Returns') own(_ctx: Context): string {
                return '';
            }
        }
        const nothing = (decorator: string): string =>
            `@WithoutInherited('${decorator}'), but no @${decorator} on a transaction that it overrides. Leave the name away, or correct it: what stands on the class cannot be taken away`;
        expect(mistakesOf(Mistaken)).toEqual([
            `Mistaken.attribute: ${nothing('RequireMsp')}`,
            `Mistaken.attribute: ${nothing('Check')}`,
            `Mistaken.own: ${nothing('Returns')}`,
        ]);
    });

    it('keeps what stands on the class of the one that it overrides', async () => {
        @RequireMsp('Org2MSP')
        class Barred extends Contract {
            @Transaction() async run(_ctx: Context): Promise<string> {
                return 'done';
            }
        }
        class Open extends Barred {
            @Transaction() override async run(_ctx: Context): Promise<string> {
                return 'overridden';
            }
        }
        expect(await told(Open, 'run')).toMatch(/^403 ACCESS_DENIED/);
    });

    it('is told where its parameters are too few to be decorated from above', () => {
        class Fewer extends Base {
            override async typed(): Promise<string> {
                return '';
            }
        }
        expect(mistakesOf(Fewer)).toEqual([
            'Fewer.typed: 0 parameters in the source of 2. Give it the parameters of Base.typed, which it overrides, or decorators of its own',
        ]);
    });
});
