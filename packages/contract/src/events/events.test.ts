import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
    Context,
    Contract,
    ContractChaincode,
    ContractDefinitionError,
    type ContractSource,
    Declares,
    Evaluate,
    event,
    failure,
    IsInt,
    IsString,
    Min,
    Optional,
    Property,
    Transaction,
} from '..';
import { recordingLogger, ScriptedPeer } from '../testing/scripted-peer';

class Transferred {
    static readonly event = event('Transferred');
    @IsString() to!: string;
    @Property() amount!: bigint;
    @Property() @Min(1) times: number = 1;
    @Optional() @IsString() note?: string;
    isLarge(): boolean {
        return this.amount > 1_000n;
    }
}
class Minted {
    static readonly event = event('Minted');
    @IsInt() number!: number;
}
class Closed {
    static readonly event = event('Closed', { alone: true });
    @IsString() why!: string;
}
class Unlisted {
    static readonly event = event('Unlisted');
    @IsString() id!: string;
}
const NotEnough = failure('INSUFFICIENT_FUNDS', {
    status: 409,
    message: ({ has }: { has: bigint }) => `the balance is ${has}`,
});
const Gone = failure('GONE', { status: 404, message: 'it is gone' });
const Surprise = failure('SURPRISE', { message: 'nobody knows of it' });

@Declares(Transferred, NotEnough, Gone)
class Token extends Contract {
    @Transaction() transfer(ctx: Context, to: string): void {
        ctx.emit(Transferred, { to, amount: 5n, times: 2 });
    }
    @Evaluate() asked(ctx: Context): void {
        ctx.emit(Transferred, { to: 'a', amount: 1n, times: 1 });
    }
    @Evaluate() told(ctx: Context): void {
        ctx.stub.setEvent('Told', 'x');
    }
    @Transaction() fails(_ctx: Context, kind: string): void {
        if (kind === 'funds') throw NotEnough({ has: 7n });
        throw kind === 'gone' ? Gone() : Surprise();
    }
}

function codeOf(run: () => void): unknown {
    try {
        run();
        return undefined;
    } catch (error) {
        return (error as { code?: unknown }).code;
    }
}

/** Inherits what Token declares. */
@Declares(Minted, Closed)
class Coin extends Token {
    @Transaction() mint(ctx: Context, count: number): void {
        for (let number = 1; number <= count; number += 1) ctx.emit(Minted, { number });
    }
    @Transaction() mixed(ctx: Context): void {
        ctx.emit(Minted, { number: 1 });
        ctx.emit(Transferred, Object.assign(new Transferred(), { to: 'b', amount: 12345678901234567890n, note: 'n' }));
    }
    @Transaction() alone(ctx: Context): void {
        ctx.emit(Closed, { why: 'sold' });
    }
    @Transaction() closedFirst(ctx: Context): void {
        ctx.emit(Closed, { why: 'sold' });
        ctx.emit(Minted, { number: 1 });
    }
    @Transaction() closedLast(ctx: Context): void {
        ctx.emit(Minted, { number: 1 });
        ctx.emit(Closed, { why: 'sold' });
    }
    @Transaction() setBeside(ctx: Context): void {
        ctx.emit(Minted, { number: 1 });
        ctx.stub.setEvent('Other');
    }
    @Transaction() emitBeside(ctx: Context): void {
        ctx.stub.setEvent('Other');
        ctx.emit(Minted, { number: 1 });
    }
    @Transaction() unlisted(ctx: Context): void {
        ctx.emit(Unlisted, { id: 'a' });
    }
    @Transaction() wrong(ctx: Context, json: string): void {
        ctx.emit(Transferred, JSON.parse(json) as Transferred);
    }
    @Transaction() large(ctx: Context, size: number): void {
        ctx.emit(Closed, { why: 'x'.repeat(size) });
    }
    @Transaction() caught(ctx: Context): void {
        ctx.emit(Minted, { number: 1 });
        const refused = [
            codeOf(() => {
                ctx.emit(Minted, { number: 1.5 });
            }),
            codeOf(() => {
                ctx.stub.setEvent('Other');
            }),
        ];
        ctx.emit(Minted, { number: refused.join() === 'INVALID_EVENT,EVENT_ALREADY_SET' ? 3 : 0 });
    }
}

const { logger, lines } = recordingLogger();
let peer: ScriptedPeer;
beforeAll(() => {
    peer = new ScriptedPeer(new ContractChaincode({ contracts: [Coin], logger }));
});
afterAll(() => peer.close());

async function eventOf(...args: string[]): Promise<string | undefined> {
    const { status, message, event: told } = await peer.invoke(...args);
    expect([status, message]).toEqual([200, '']);
    return told;
}

describe('events', () => {
    it('are none where none is emitted', async () => {
        expect(await eventOf('mint', '0')).toBeUndefined();
    });

    it('are a plain event where one is emitted, with the defaults of its class', async () => {
        expect(await eventOf('transfer', 'bob')).toBe('Transferred {"amount":"5","times":2,"to":"bob"}');
    });

    it('are one event of Fabric where several are emitted, in their order', async () => {
        expect(await eventOf('mixed')).toBe(
            'heddle.events {"events":[{"name":"Minted","payload":{"number":1}},{"name":"Transferred","payload":' +
                '{"amount":"12345678901234567890","note":"n","times":1,"to":"b"}}],"v":1}',
        );
    });

    it('may be a thousand, and not more', async () => {
        const told = (await eventOf('mint', '1000')) ?? '';
        const { events } = JSON.parse(told.slice('heddle.events '.length)) as { events: { payload: unknown }[] };
        expect(events.map(({ payload }) => payload)).toEqual(
            Array.from({ length: 1000 }, (_, at) => ({ number: at + 1 })),
        );
        expect((await peer.invoke('mint', '1001')).message).toMatch(
            /^EVENTS_TOO_LARGE: emit of Minted: 1001 events in/,
        );
    });

    it('may be 1 MiB, and not more', async () => {
        const most = 1024 * 1024 - '{"why":""}'.length;
        expect((await peer.invoke('large', String(most))).status).toBe(200);
        const { status, message } = await peer.invoke('large', String(most + 1));
        expect([status, message]).toEqual([
            500,
            expect.stringMatching(/^EVENTS_TOO_LARGE: .* events of 1048577 bytes in one/),
        ]);
    });

    it('stay as they were where a further one is refused and the contract goes on', async () => {
        expect(await eventOf('caught')).toBe(
            'heddle.events {"events":[{"name":"Minted","payload":{"number":1}},{"name":"Minted","payload":{"number":3}}],"v":1}',
        );
    });

    it.each([
        [
            'a class that is not declared',
            'unlisted',
            'UNDECLARED: Coin emits Unlisted, which it does not declare: write @Decl',
        ],
        [
            'an evaluated transaction',
            'asked',
            'READ_ONLY_TRANSACTION: emit of Transferred in a transaction that is declared',
        ],
        [
            'a setEvent behind them',
            'setBeside',
            'EVENT_ALREADY_SET: setEvent of "Other" after emit of "Minted": a trans',
        ],
        [
            'a setEvent before them',
            'emitBeside',
            'EVENT_ALREADY_SET: emit of "Minted" after setEvent of "Other": a trans',
        ],
        [
            'one that is alone',
            'closedFirst',
            'EVENT_ALREADY_SET: emit of Minted after emit of Closed: Closed is declared with',
        ],
        [
            'one that wants to be',
            'closedLast',
            'EVENT_ALREADY_SET: emit of Closed after emit of Minted: Closed is declared with',
        ],
    ])('are refused beside, in or of %s', async (_, name, begin) => {
        const { status, message, event: told } = await peer.invoke(name);
        expect([status, message, told]).toEqual([500, expect.stringContaining(begin), undefined]);
    });

    it('are plain where they are declared alone', async () => {
        expect(await eventOf('alone')).toBe('Closed {"why":"sold"}');
    });

    it.each([
        ['{"to":5}', 'INVALID_EVENT: Transferred.to must be string, not 5; Transferred.amount is missing'],
        [
            '{"to":"a","amount":1,"x":2}',
            'INVALID_EVENT: Transferred.x is not a property of Transferred; Transferred.amount must be',
        ],
        ['{"__proto__":{"to":"a"}}', 'INVALID_EVENT: Transferred.__proto__ is not a property of Transferred'],
        ['null', 'INVALID_EVENT: Transferred must be Transferred, not null'],
        ['[1]', 'INVALID_EVENT: Transferred must be Transferred, not an object (Array)'],
    ])('are checked like rows: %s', async (json, begin) => {
        const { status, message } = await peer.invoke('wrong', json);
        expect([status, message]).toEqual([500, expect.stringContaining(begin)]);
    });

    it('leave setEvent as it was, in evaluated transactions too', async () => {
        expect(await eventOf('told')).toBe('Told x');
    });

    it('replace each other with a warning where the options say so', async () => {
        const recorded = recordingLogger();
        const chaincode = new ContractChaincode({ contracts: [Coin], secondEvent: 'replace', logger: recorded.logger });
        await using lenient = new ScriptedPeer(chaincode, { logger: recorded.logger });
        expect((await lenient.invoke('setBeside')).event).toBe('Other ');
        expect((await lenient.invoke('emitBeside')).event).toBe('Minted {"number":1}');
        const warned = recorded.lines.filter(({ level }) => level === 'warn').map((line) => JSON.stringify(line));
        expect(warned).toEqual([
            expect.stringContaining('setEvent of \\"Other\\" after emit of \\"Minted\\"'),
            expect.stringContaining('emit of \\"Minted\\" after setEvent of \\"Other\\"'),
        ]);
    });
});

describe('typed failures', () => {
    it('have their code, status, message and details', async () => {
        const { status, message, payload } = await peer.invoke('fails', 'funds');
        expect([status, message]).toEqual([409, 'INSUFFICIENT_FUNDS: the balance is 7']);
        expect(JSON.parse(payload)).toMatchObject({ code: 'INSUFFICIENT_FUNDS', details: { has: '7' } });
        expect((await peer.invoke('fails', 'gone')).message).toBe('GONE: it is gone');
    });

    it('are told to the client where they are not declared, and the log says what is missing', async () => {
        lines.length = 0;
        expect((await peer.invoke('fails', 'other')).message).toBe('SURPRISE: nobody knows of it');
        const [warning] = lines.filter(({ level }) => level === 'warn');
        expect(warning?.message).toMatch(/failed with SURPRISE, which is not declared: list it in @Declares of Coin/);
    });

    it('know errors of their kind', () => {
        expect([NotEnough.is(NotEnough({ has: 1n })), NotEnough.is(Gone()), NotEnough.is(new Error('x'))]).toEqual([
            true,
            false,
            false,
        ]);
    });
});

describe('declarations', () => {
    class Plain extends Contract {
        static declares = [Minted];
        mint(ctx: Context, number: string): void {
            ctx.emit(Minted, { number: Number(number) });
        }
    }

    it('are a static member of a contract without decorators', async () => {
        await using plain = new ScriptedPeer(new ContractChaincode({ contracts: [Plain], logger }));
        expect((await plain.invoke('mint', '4')).event).toBe('Minted {"number":4}');
    });

    class Nameless {
        static readonly event = event('');
        @IsString() id!: string;
    }
    class Ours {
        static readonly event = event('heddle.ours');
        @IsString() id!: string;
    }
    class AlsoMinted {
        static readonly event = event('Minted');
        @IsString() id!: string;
    }
    class NoEvent {
        @IsString() id!: string;
    }
    const again = failure('GONE', { message: 'another one' });
    const odd = failure('ODD', { status: 200, message: 'odd' });

    it.each([
        [
            'no event',
            NoEvent,
            "NoEvent, which is no entity, event or failure. Give the class `static readonly entity = entity('",
        ],
        ['no class', undefined, '@Declares of Poor: undefined, which is no entity, event or failure'],
        ['an event without a name', Nameless, 'Nameless.event: an event without a name'],
        ['an event with a name of ours', Ours, 'Ours.event: an event named "heddle.ours"'],
        ['two events of one name', AlsoMinted, 'Poor: two events named "Minted": Minted and AlsoMinted'],
        ['two failures of one code', again, 'Poor: two failures with the code "GONE"'],
        ['a failure that is none', odd, 'Poor: the failure ODD with the status 200'],
    ])('are refused at start-up: %s', (_, wrong, expected) => {
        class Poor extends Coin {
            static declares = [wrong];
        }
        expect(mistakesOf(Poor)).toContain(expected);
    });

    function mistakesOf(contract: ContractSource): string {
        try {
            new ContractChaincode({ contracts: [contract], logger });
            return 'none';
        } catch (error) {
            if (!(error instanceof ContractDefinitionError)) throw error;
            return error.message;
        }
    }
});
