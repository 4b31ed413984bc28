import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import * as classTransformer from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage';
import { getMetadataStorage } from 'class-validator';
import { buildSync } from 'esbuild';
import {
    Context,
    Contract,
    ContractChaincode,
    ContractError,
    type ContractSource,
    Default,
    Evaluate,
    IsInt,
    IsString,
    Min,
    Optional,
    Param,
    Returns,
    Transaction,
    Type,
} from './index';
import { recordingLogger, ScriptedPeer } from './testing/scripted-peer';

class Line {
    @IsInt() @Min(1) amount!: number;
}
class Asset {
    @IsString() id!: string;
    @Type(() => Line) lines!: Line[];
}
const namesakes = {
    Asset: class Asset {
        serial!: string;
    },
};
IsString()(namesakes.Asset.prototype, 'serial');

class OwnContext extends Context {
    readonly prefix = 'own';
}

@Default()
class Ledger extends Contract {
    override createContext(): OwnContext {
        return new OwnContext();
    }
    override beforeTransaction(ctx: Context): Promise<void> {
        const barred = ctx.stub.getStringArgs()[1] === 'barred';
        return barred ? Promise.reject(new ContractError('BARRED', 'go away', { status: 403 })) : Promise.resolve();
    }
    override onError(_ctx: Context, error: unknown): Promise<void> {
        failed.push(error);
        return Promise.resolve();
    }

    @Transaction() echo(_ctx: Context, asset: Asset): unknown {
        return asset;
    }
    @Transaction() @Param('asset', namesakes.Asset) namesake(_ctx: Context, asset: object): unknown {
        return asset;
    }
    @Transaction() @Param('texts', [String]) texts(_ctx: Context, texts: string[]): unknown {
        return texts;
    }
    @Transaction() number(_ctx: Context, n: number): unknown {
        return n;
    }
    @Transaction() flag(_ctx: Context, flag: boolean): unknown {
        return flag;
    }
    @Transaction() defaulted(ctx: OwnContext, note: string = 'none', @Optional() other?: number): unknown {
        return [ctx.prefix, note, other ?? 'nothing'];
    }
    @Transaction()
    @Param('counts', 'Map<string, number>')
    rich(_ctx: Context, at: Date, n: bigint, raw: Buffer, counts: Map<string, number>): unknown {
        return [at, n + 1n, raw, counts];
    }
    @Transaction() @Returns(Line) wrong(_ctx: Context): unknown {
        return { amount: 0 };
    }
    @Transaction() big(_ctx: Context): unknown {
        return 2n ** 64n;
    }
    @Transaction() bytes(_ctx: Context): unknown {
        return Buffer.from([0, 255]);
    }
    @Transaction() fail(_ctx: Context, what: string): never {
        const thrown: unknown = what === 'null' ? null : what;
        throw thrown as Error; // JavaScript throws anything
    }
    @Evaluate() async sneak(ctx: Context): Promise<void> {
        await ctx.stub.putState('a', '1');
    }
    @Transaction() announce(ctx: Context): void {
        ctx.stub.setEvent('Paid', '1');
        ctx.stub.setEvent('Shipped', '2');
    }
    @Transaction() restore(ctx: Context): unknown {
        return ctx.deserialize({ map: Line }, ctx.serialize({ a: { amount: 1 } }));
    }
}

const failed: unknown[] = [];
const ASSET = JSON.stringify({ id: 'a', lines: [{ amount: 1 }] });
const INTERNAL = /^INTERNAL_ERROR: transaction tx\d+ failed inside the chaincode; the chaincode's log has the details$/;

let peer: ScriptedPeer;
beforeAll(() => {
    peer = new ScriptedPeer(new ContractChaincode({ contracts: [Ledger], logger: recordingLogger().logger }));
});
afterAll(() => peer.close());

async function told(...args: string[]): Promise<string> {
    const { status, message, payload } = await peer.invoke(...args);
    return `${status} ${status < 400 ? payload : message}`;
}

/** Counts the calls of functions of an object, its own and those of its class. */
function spyOn(target: object, names: RegExp): () => number {
    const spies = [target, Object.getPrototypeOf(target) as object].flatMap((owner) =>
        Object.entries(Object.getOwnPropertyDescriptors(owner)).flatMap(([name, { value, writable }]) => {
            if (!names.test(name) || typeof value !== 'function' || writable !== true) return [];
            return jest.spyOn(owner as Record<string, () => unknown>, name);
        }),
    );
    return () => spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
}

/**
 * What goes wrong with fabric-contract-api 2.5.8, and does not here. Those defects that are about the command or about
 * logs are tested where their subject is.
 */
describe('defects of fabric-contract-api that are absent', () => {
    it('class-transformer has renamed a function, and every object fails', async () => {
        const calls = spyOn(classTransformer, /^(plain|instance|class|serialize|deserialize)/);
        expect(await told('echo', ASSET)).toBe(`200 ${ASSET}`);
        expect(await told('org.hyperledger.fabric:GetMetadata')).toMatch(/^200 \{/);
        expect(calls()).toBe(0);
    });

    it('an array of strings arrives with its quotes, and numbers in it as strings', async () => {
        expect(await told('texts', '["a","b"]')).toBe('200 ["a","b"]');
        expect(await told('texts', '[1]')).toBe('400 VALIDATION_FAILED: texts[0] must be a string, not 1');
    });

    it('validation is off: any object passes for a class', async () => {
        expect(await told('echo', '{"x":1}')).toBe(
            '400 VALIDATION_FAILED: asset.x is not a property of Asset; asset.id is missing; asset.lines is missing',
        );
    });

    it.each(['', '0x10', '1e400', '9007199254740993', ' 1'])('the number %j is coerced', async (text) => {
        const answer = await told('number', text);
        expect(answer).toMatch(/^400 VALIDATION_FAILED: n must be a number/);
        expect(answer).toContain(text === '' ? 'an empty text' : JSON.stringify(text));
    });

    it("' TRUE ' is a boolean, and the error does not show what was given", async () => {
        expect(await told('flag', ' TRUE ')).toBe('400 VALIDATION_FAILED: flag must be true or false, not " TRUE "');
    });

    it('parameters with defaults, and optional ones, have to be given', async () => {
        expect(await told('defaulted')).toBe('200 ["own","none","nothing"]');
        expect(await told('defaulted', 'x', '2')).toBe('200 ["own","x",2]');
    });

    it('results are not validated', async () => {
        expect(await told('wrong')).toBe('500 INVALID_RESULT: result.amount must not be less than 1');
    });

    it('a bigint cannot be returned, and a Buffer becomes an object', async () => {
        expect(await told('big')).toBe('200 18446744073709551616');
        expect((await peer.invoke('bytes')).bytes).toEqual(Buffer.from([0, 255]));
    });

    it.each(['null', 'text'])('no response, or an empty one, when %s is thrown', async (what) => {
        expect(await peer.invoke('fail', what)).toMatchObject({
            status: 500,
            message: expect.stringMatching(INTERNAL),
        });
    });

    it('an evaluated transaction writes', async () => {
        expect(await told('sneak')).toMatch(/^500 READ_ONLY_TRANSACTION: /);
        expect(peer.state.size).toBe(0);
    });

    it("a transaction's first event is lost when it sets a second one", async () => {
        expect(await told('announce')).toBe(
            '500 EVENT_ALREADY_SET: setEvent of "Shipped" after setEvent of "Paid": a transaction has one event in Fabric, ' +
                'and the first one would be lost. Use ctx.emit for both, which may be called several times, or set one ' +
                'event whose payload tells of all that happened',
        );
    });

    it('with its behaviour asked for, the loss of an event is logged', async () => {
        const { logger, lines } = recordingLogger();
        const served = new ContractChaincode({ contracts: [Ledger], secondEvent: 'replace' });
        await using other = new ScriptedPeer(served, { logger });
        expect(await other.invoke('announce')).toMatchObject({ status: 200 });
        const warned = lines.filter(({ level }) => level === 'warn');
        expect(warned).toMatchObject([
            {
                fields: { code: 'EVENT_REPLACED', contract: 'Ledger', function: 'announce' },
                message: expect.stringContaining('(setEvent of "Shipped" after setEvent of "Paid")') as unknown,
            },
        ]);
    });

    it('logs show arguments, and the start fills them', async () => {
        const recorded = recordingLogger();
        await using other = new ScriptedPeer(new ContractChaincode({ contracts: [Ledger], logger: recorded.logger }));
        await other.invoke('echo', ASSET);
        await other.invoke('number', 'a secret');
        expect(recorded.lines.map(({ level }) => level)).toEqual(['debug']);
    });

    it('a context of its own class becomes a parameter, and rich types become references to nothing', async () => {
        expect(await told('rich', '2025-01-31T12:00:00Z', '41', 'x', '{"a":1}')).toBe(
            '200 ["2025-01-31T12:00:00.000Z","42","eA==",{"a":1}]',
        );
        const { payload } = await peer.invoke('org.hyperledger.fabric:GetMetadata');
        const { contracts } = JSON.parse(payload) as { contracts: Record<string, { transactions: object[] }> };
        expect(contracts['Ledger']?.transactions).toEqual(
            expect.arrayContaining([
                expect.objectContaining({
                    name: 'defaulted',
                    parameters: [
                        { name: 'note', required: false, schema: { type: 'string' } },
                        { name: 'other', required: false, schema: { type: 'number' } },
                    ],
                }),
            ]),
        );
    });

    it('siblings share the transactions of their base', () => {
        class Base extends Contract {
            @Transaction() shared(_ctx: Context): string {
                return 'shared';
            }
        }
        class Left extends Base {
            @Transaction() left(_ctx: Context): string {
                return 'left';
            }
        }
        class Right extends Base {
            @Transaction() right(_ctx: Context): string {
                return 'right';
            }
        }
        const { contracts } = new ContractChaincode({ contracts: [Left, Right] });
        expect(contracts.map(({ transactions }) => Array.from(transactions.keys()))).toEqual([
            ['shared', 'left'],
            ['shared', 'right'],
            ['GetMetadata'],
        ]);
    });

    it('of two classes of one name the later one is used for both', async () => {
        expect(await told('namesake', '{"serial":"s"}')).toBe('200 {"serial":"s"}');
        expect(await told('echo', ASSET)).toBe(`200 ${ASSET}`);
        const { payload } = await peer.invoke('org.hyperledger.fabric:GetMetadata');
        const { components } = JSON.parse(payload) as { components: { schemas: object } };
        expect(Object.keys(components.schemas)).toEqual(['Asset', 'Asset2', 'Line']);
    });

    it("an author's metadata must contain the system contract, and the answer shows instances", async () => {
        const contracts: readonly ContractSource[] = Object.freeze([Ledger]);
        const metadata = { contracts: { Ledger: { info: { title: 'Mine', version: '1' } } } };
        const chaincode = new ContractChaincode({ contracts, metadata });
        expect(chaincode.metadata.contracts['Ledger']?.['info']).toEqual({ title: 'Mine', version: '1' });
        await using other = new ScriptedPeer(chaincode);
        const { payload } = await other.invoke('org.hyperledger.fabric:GetMetadata');
        expect(JSON.parse(payload)).toEqual(chaincode.metadata);
        expect(payload).not.toContain('contractInstance');
    });

    it('every error is a 500 of words only, and no hook hears of it', async () => {
        failed.length = 0;
        const { status, payload } = await peer.invoke('number', 'x');
        expect([status, JSON.parse(payload)]).toEqual([
            400,
            {
                code: 'VALIDATION_FAILED',
                message: 'n must be a number, not "x"',
                details: [{ path: 'n', message: 'n must be a number, not "x"', constraint: 'type' }],
            },
        ]);
        expect(failed).toHaveLength(1);
    });

    it('arguments are looked at before the hook that refuses the caller', async () => {
        expect(await told('number', 'barred')).toBe('403 BARRED: go away');
    });

    it('schemas are compiled for each call', async () => {
        const counts = [
            spyOn(Reflect, /Metadata/),
            spyOn(getMetadataStorage(), /^(get|has|group)/),
            spyOn(defaultMetadataStorage, /^(find|get)/),
            spyOn(Function.prototype, /^toString$/), // the source
        ];
        const looked = (): number[] => counts.map((count) => count());
        await using other = new ScriptedPeer(
            new ContractChaincode({ contracts: [Ledger], logger: recordingLogger().logger }),
        );
        const atStart = looked();
        expect(atStart.every((count) => count > 0)).toBe(true);
        for (const text of [ASSET, '{"id":1,"lines":[{"amount":0}]}']) await other.invoke('echo', text);
        expect(looked()).toEqual(atStart);
    });

    it('files that it reads from beside itself are missing from a bundle', () => {
        const folder = mkdtempSync(join(tmpdir(), 'heddle-'));
        const contents = `
            const { Contract, ContractChaincode } = require(${JSON.stringify(join(__dirname, 'index.js'))});
            class Bundled extends Contract { run(ctx, text) { return text; } }
            const chaincode = new ContractChaincode({ contracts: [Bundled] });
            console.log(Object.keys(chaincode.metadata.contracts).join());`;
        const bundled = buildSync({
            stdin: { contents, resolveDir: __dirname },
            bundle: true,
            platform: 'node',
            write: false,
        });
        const file = join(folder, 'bundle.js');
        writeFileSync(file, bundled.outputFiles[0]?.text ?? '');
        const output = execFileSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' });
        rmSync(folder, { recursive: true });
        expect(output.trim()).toBe('Bundled,org.hyperledger.fabric');
    });

    it('two contracts of one name: the later one is served, silently', () => {
        expect(
            () => new ContractChaincode({ contracts: [Ledger, class extends Ledger {}, new Ledger('Ledger')] }),
        ).toThrow(/the name "Ledger", which Ledger has too/);
    });

    it('@Default makes an instance, and a second one throws while the module is loaded', () => {
        let made = 0;
        class Counted extends Contract {
            constructor() {
                super();
                made += 1;
            }
            @Transaction() run(_ctx: Context): number {
                return 1;
            }
        }
        Default()(Counted);
        const Second = class Second extends Counted {};
        Default()(Second);
        expect(made).toBe(0);
        expect(() => new ContractChaincode({ contracts: [Counted, Second] })).toThrow(
            'contracts: @Default() on Counted and Second',
        );
    });
});
