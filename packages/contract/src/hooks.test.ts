import type { ChaincodeResponse, ChaincodeStub } from '@heddle/core';
import { proposalParts } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import {
    Context,
    Contract,
    ContractChaincode,
    type ContractChaincodeOptions,
    ContractDefinitionError,
    ContractError,
    Default,
    Evaluate,
    Invariant,
    type Middleware,
    RequireAttribute,
    RequireMsp,
    Transaction,
    Use,
} from './index';
import { checkInvariants } from './internal';
import { type Answer, recordingLogger, ScriptedPeer } from './testing/scripted-peer';

const steps: string[] = [];

function tracing(name: string): Middleware {
    return async (_ctx, next, transaction) => {
        steps.push(
            `${name}> ${transaction.contract}.${transaction.name}(${transaction.parameters.map((p) => p.name).join()})`,
        );
        const result = await next();
        steps.push(`<${name} ${String(result)}`);
        return result;
    };
}

class CountingContext extends Context {
    readonly marks: string[] = [];
}

@Use(tracing('contract 1'), tracing('contract 2'))
class Hooked extends Contract {
    override createContext(): CountingContext {
        return new CountingContext();
    }

    override beforeTransaction(ctx: CountingContext): Promise<void> {
        steps.push('before');
        ctx.marks.push('before');
        return Promise.resolve();
    }

    override async aroundTransaction(ctx: CountingContext, name: string, parameters: unknown[]): Promise<unknown> {
        steps.push(`around ${name} ${String(parameters)}`);
        return await super.aroundTransaction(ctx, name, parameters);
    }

    override afterTransaction(_ctx: CountingContext, result: unknown): Promise<void> {
        steps.push(`after ${String(result)}`);
        return Promise.resolve();
    }

    override onError(_ctx: CountingContext, error: unknown): Promise<unknown> {
        steps.push(`error ${String(error)}`);
        return Promise.resolve(
            String(error).includes('replace')
                ? new ContractError('REPLACED', 'by the hook', { status: 409 })
                : undefined,
        );
    }

    override unknownTransaction(ctx: CountingContext): Promise<unknown> {
        return Promise.resolve({ asked: ctx.stub.getFunctionAndParameters().fcn });
    }

    @Transaction()
    @Use(tracing('method 1'), tracing('method 2'))
    run(ctx: CountingContext, n: number): string {
        steps.push('run');
        return `${ctx.marks.join()} ${n}`;
    }

    @Transaction()
    fail(_ctx: CountingContext, what: string): void {
        throw new Error(what);
    }
}

async function call(
    options: ContractChaincodeOptions,
    ...args: string[]
): Promise<Answer & { readonly logged: readonly string[] }> {
    steps.length = 0;
    const { logger, lines } = recordingLogger();
    await using peer = new ScriptedPeer(new ContractChaincode({ logger, ...options }));
    return { ...(await peer.invoke(...args)), logged: lines.map(({ level, message }) => `${level}: ${message}`) };
}

describe('hooks', () => {
    it('run in their order, around the arguments and the method', async () => {
        expect(await call({ contracts: [Hooked] }, 'run', '5')).toMatchObject({ status: 200, payload: 'before 5' });
        expect(steps).toEqual([
            'contract 1> Hooked.run(n)',
            'contract 2> Hooked.run(n)',
            'method 1> Hooked.run(n)',
            'method 2> Hooked.run(n)',
            'before',
            'around run 5',
            'run',
            'after before 5',
            '<method 2 before 5',
            '<method 1 before 5',
            '<contract 2 before 5',
            '<contract 1 before 5',
        ]);
    });

    it("of the chaincode run outside of a contract's own, and not around the system contract", async () => {
        const options = { contracts: [Hooked], middleware: [tracing('chaincode')] };
        await call(options, 'run', '5');
        expect(steps.slice(0, 2)).toEqual(['chaincode> Hooked.run(n)', 'contract 1> Hooked.run(n)']);
        expect(steps.at(-1)).toBe('<chaincode before 5');
        steps.length = 0;
        expect(await call(options, 'org.hyperledger.fabric:GetMetadata')).toMatchObject({ status: 200 });
        expect(steps).toEqual([]);
    });

    it('see who calls before the arguments are looked at', async () => {
        expect(await call({ contracts: [Hooked] }, 'run', 'x')).toMatchObject({ status: 400 });
        expect(steps.slice(4)).toEqual(['before', expect.stringMatching(/^error .*n must be a number/)]);
    });

    it('onError sees every failure, and may replace it', async () => {
        expect(await call({ contracts: [Hooked] }, 'fail', 'replace me')).toMatchObject({
            status: 409,
            message: 'REPLACED: by the hook',
        });
        expect((await call({ contracts: [Hooked] }, 'fail', 'else')).message).toMatch(/^INTERNAL_ERROR/);
        expect(steps).not.toContain('after undefined');
    });

    it('what onError throws is the error', async () => {
        class Throwing extends Contract {
            override onError(): Promise<unknown> {
                throw new ContractError('FROM_HOOK', 'thrown', { status: 418 });
            }
            @Transaction() fail(_ctx: Context): void {
                throw new Error('first');
            }
        }
        expect(await call({ contracts: [Throwing] }, 'fail')).toMatchObject({
            status: 418,
            message: 'FROM_HOOK: thrown',
        });
    });

    it('unknownTransaction answers what it returns', async () => {
        expect(await call({ contracts: [Hooked] }, 'nope')).toMatchObject({ status: 200, payload: '{"asked":"nope"}' });
        expect(await call({ contracts: [Hooked] }, 'Hooked:nope')).toMatchObject({ status: 200 });
    });

    it('run around an unknownTransaction of the contract as around a transaction, with whatever arguments', async () => {
        const options = { contracts: [Hooked], middleware: [tracing('chaincode')] };
        await call(options, 'nope', '1', '2');
        expect(steps).toEqual([
            'chaincode> Hooked.unknownTransaction()',
            'contract 1> Hooked.unknownTransaction()',
            'contract 2> Hooked.unknownTransaction()',
            'before',
            'around unknownTransaction ',
            'after [object Object]',
            '<contract 2 [object Object]',
            '<contract 1 [object Object]',
            '<chaincode [object Object]',
        ]);
    });

    it('do not run for an unknown function where the contract answers none', async () => {
        @Use(tracing('contract'))
        class Plain extends Contract {
            @Transaction() run(_ctx: Context): string {
                return 'run';
            }
        }
        expect(await call({ contracts: [Plain] }, 'nope')).toMatchObject({ status: 404 });
        expect(steps).toEqual([]);
    });

    it('an unknownTransaction that is marked as evaluated writes nothing, whatever name it is called by', async () => {
        class Marked extends Contract {
            @Evaluate() override async unknownTransaction(ctx: Context): Promise<unknown> {
                await ctx.stub.putState('k', 'v');
                return 'written';
            }
        }
        for (const name of ['unknownTransaction', 'nope'])
            expect(await call({ contracts: [Marked] }, name)).toMatchObject({
                status: 500,
                message: expect.stringMatching(/^READ_ONLY_TRANSACTION: /),
            });
    });

    it('middleware may answer without the transaction, but not run it twice', async () => {
        const steal: Middleware = () => Promise.resolve('stolen');
        const twice: Middleware = async (_ctx, next) => [await next(), await next()];
        class Middled extends Contract {
            @Transaction() @Use(steal) a(_ctx: Context): string {
                return 'mine';
            }
            @Transaction() @Use(twice) b(_ctx: Context): string {
                return 'mine';
            }
        }
        expect(await call({ contracts: [Middled] }, 'a')).toMatchObject({ payload: 'stolen' });
        const answer = await call({ contracts: [Middled], exposeErrors: true }, 'b');
        expect(answer.message).toBe('INTERNAL_ERROR: middleware twice of b called next() twice');
    });

    it('createContext that throws is a failure like any other', async () => {
        class Broken extends Contract {
            override createContext(): Context {
                throw new Error('no context');
            }
            @Transaction() a(_ctx: Context): string {
                return '';
            }
        }
        expect(await call({ contracts: [Broken] }, 'a')).toMatchObject({ status: 500 });
    });

    it('contexts log with the transaction, its contract and its function, and with or without fields', async () => {
        const { logger, lines } = recordingLogger();
        class Logging extends Contract {
            @Evaluate() a(ctx: Context): void {
                ctx.logger.info({ n: 1 }, 'with fields');
                ctx.logging.getLogger('part').warn('without');
            }
        }
        await call({ contracts: [Logging], logger }, 'a');
        const about = { channelId: 'ch', txId: 'tx1', contract: 'Logging', function: 'a' };
        expect(lines).toEqual([
            { level: 'info', fields: { name: 'Logging', ...about, n: 1 }, message: 'with fields' },
            { level: 'warn', fields: { name: 'Logging:part', ...about }, message: 'without' },
        ]);
    });

    it('lenientReadonly warns of writes instead of refusing them', async () => {
        class Writing extends Contract {
            @Transaction(false) async a(ctx: Context): Promise<void> {
                await ctx.stub.putState('k', 'v');
            }
        }
        const { logger, lines } = recordingLogger();
        const chaincode = new ContractChaincode({ contracts: [Writing], lenientReadonly: true, logger });
        await using peer = new ScriptedPeer(chaincode, { logger });
        expect(await peer.invoke('a')).toMatchObject({ status: 200 });
        expect(lines.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
            expect.stringMatching(/^WRITE_IN_EVALUATED in Writing:a: .*\(putState\): declare it with @Transaction\(\)/),
        ]);
    });
});

function mistakesOf(options: ContractChaincodeOptions): string[] {
    try {
        new ContractChaincode(options);
    } catch (error) {
        if (!(error instanceof ContractDefinitionError)) throw error;
        return error.mistakes.map(({ where, found }) => `${where}: ${found}`);
    }
    return [];
}

describe('guards', () => {
    @RequireMsp('Org1MSP', 'Org2MSP')
    class Guarded extends Contract {
        @Transaction() open(_ctx: Context): string {
            return 'in';
        }
        @Transaction() @RequireMsp('Org2MSP') two(_ctx: Context, _n: number): string {
            return 'in';
        }
        @Transaction() @RequireAttribute('role', 'auditor') audit(_ctx: Context): string {
            return 'in';
        }
    }

    async function as(mspId: string, ...args: string[]): Promise<Answer> {
        return await askedBy(mspId, Guarded, ...args);
    }

    async function askedBy(mspId: string, contract: new () => Contract, ...args: string[]): Promise<Answer> {
        await using peer = new ScriptedPeer(
            new ContractChaincode({ contracts: [contract], logger: recordingLogger().logger }),
        );
        peer.creator = proposalParts.serializedIdentity.encode({ mspId, idBytes: Buffer.from('no certificate') });
        return await peer.invoke(...args);
    }

    it('let organizations in and keep others out, before anything else', async () => {
        expect(await as('Org1MSP', 'open')).toMatchObject({ status: 200, payload: 'in' });
        expect(await as('Org3MSP', 'open')).toMatchObject({
            status: 403,
            message: 'ACCESS_DENIED: clients of Org3MSP may not call open',
        });
        expect(await as('Org1MSP', 'two', 'no number')).toMatchObject({ status: 403 });
        expect(await as('Org2MSP', 'two', '1')).toMatchObject({ status: 200 });
    });

    it('stand before an unknownTransaction of the contract, too', async () => {
        class Answering extends Guarded {
            override async unknownTransaction(ctx: Context): Promise<unknown> {
                await ctx.stub.putState('k', 'v');
                return 'written';
            }
        }
        expect(await askedBy('Org1MSP', Answering, 'nope')).toMatchObject({ status: 200, payload: 'written' });
        expect(await askedBy('Org3MSP', Answering, 'nope')).toMatchObject({
            status: 403,
            message: 'ACCESS_DENIED: clients of Org3MSP may not call unknownTransaction',
        });
        class Marked extends Answering {
            @Transaction() @RequireMsp('Org2MSP') override unknownTransaction(ctx: Context): Promise<unknown> {
                return super.unknownTransaction(ctx);
            }
        }
        expect(await askedBy('Org1MSP', Marked, 'nope', 'x')).toMatchObject({ status: 403 });
        expect(await askedBy('Org2MSP', Marked, 'nope', 'x')).toMatchObject({ status: 200, payload: 'written' });
    });

    it('are refused at start-up where they would let in everybody, or nobody', () => {
        const unset = process.env['HEDDLE_NOT_SET'];
        const missing: Middleware = undefined as never; // as JavaScript may have it
        @RequireMsp()
        @Use(missing)
        class Mistaken extends Contract {
            @Transaction() @RequireAttribute('role', unset) role(_ctx: Context): string {
                return 'in';
            }
            @Transaction() @RequireMsp('Org1MSP', unset as never) msp(_ctx: Context): string {
                return 'in';
            }
            @Transaction() @RequireAttribute('role') any(_ctx: Context): string {
                return 'in';
            }
        }
        expect(mistakesOf({ contracts: [Mistaken], middleware: [missing] })).toEqual([
            'middleware: middleware with undefined, which is no function',
            'Mistaken: @RequireMsp()',
            'Mistaken: @Use with undefined, which is no function',
            'Mistaken.role: @RequireAttribute("role", undefined)',
            'Mistaken.msp: @RequireMsp("Org1MSP", undefined)',
        ]);
    });

    it('are refused without parentheses, where they would guard nothing', () => {
        for (const guard of [RequireMsp, RequireAttribute, Use]) {
            const decorate: (target: object, member: string) => void = guard as never; // without its parentheses
            expect(() => {
                decorate(Guarded.prototype, 'open');
            }).toThrow(`@${guard.name} on open has no parentheses, and no effect: write @${guard.name}(…)`);
            const decorateClass: (target: unknown) => void = guard as never;
            expect(() => {
                decorateClass(Guarded);
            }).toThrow(`@${guard.name} on Guarded has no parentheses, and no effect: write @${guard.name}(…)`);
        }
    });

    it('a certificate that cannot be read keeps out, and disturbs no transaction that does not ask for it', async () => {
        expect(await as('Org1MSP', 'audit')).toMatchObject({ status: 500 });
    });
});

describe('invariants', () => {
    it('are broken where they throw, and where they answer false', async () => {
        class Ruled extends Contract {
            @Transaction() run(_ctx: Context): string {
                return 'run';
            }
            @Invariant() holds(_ctx: Context): boolean {
                return true;
            }
            @Invariant() condition(_ctx: Context): Promise<boolean> {
                return Promise.resolve(false);
            }
            @Invariant() thrown(_ctx: Context): void {
                throw new Error('too many');
            }
        }
        const chaincode = new ContractChaincode({ contracts: [Ruled] });
        const found: string[] = [];
        const ask = async (stub: ChaincodeStub): Promise<ChaincodeResponse> => {
            const broken = await checkInvariants(chaincode, stub);
            found.push(...broken.map(({ name, error }) => `${name}: ${error.message}`));
            return { status: 200 };
        };
        await using peer = new ScriptedPeer({ Init: ask, Invoke: ask });
        await peer.invoke('ask');
        expect(found).toEqual(['Ruled.condition: condition answers false', 'Ruled.thrown: too many']);
    });
});

describe('inheritance', () => {
    class Base extends Contract {
        @Transaction() shared(_ctx: Context): string {
            return 'base';
        }
        @Transaction() overridden(_ctx: Context): string {
            return 'base';
        }
    }
    class First extends Base {
        @Transaction() first(_ctx: Context): string {
            return 'first';
        }
        override overridden(_ctx: Context): string {
            return 'first';
        }
    }
    @Default()
    class Second extends Base {
        @Transaction() second(_ctx: Context): string {
            return 'second';
        }
    }

    it('gives a class the transactions of its base, and none of its siblings', async () => {
        const contracts = [Base, First, Second];
        expect(await call({ contracts }, 'First:shared')).toMatchObject({ payload: 'base' });
        expect(await call({ contracts }, 'First:overridden')).toMatchObject({ payload: 'first' });
        expect(await call({ contracts }, 'second')).toMatchObject({ payload: 'second' });
        expect(await call({ contracts }, 'First:second')).toMatchObject({ status: 404 });
        expect(await call({ contracts }, 'Base:first')).toMatchObject({ status: 404 });
    });
});
