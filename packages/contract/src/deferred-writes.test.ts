import { MessageType, messageTypeName, requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import {
    type Context,
    Contract,
    ContractChaincode,
    ContractDefinitionError,
    Declares,
    entity,
    IsInt,
    IsString,
    Transaction,
    type TransactionOptions,
} from './index';
import { ScriptedPeer } from './testing/scripted-peer';

class Lot {
    static readonly entity = entity('lot', { key: 'id' });
    @IsString() id!: string;
    @IsInt() size!: number;
}

async function writeTwice(ctx: Context): Promise<void> {
    await ctx.stub.putState('a', '1');
    await ctx.stub.putState('b', '2');
}

@Declares(Lot)
class Deferring extends Contract {
    @Transaction({ writes: 'deferred' })
    deferred(ctx: Context): Promise<void> {
        return writeTwice(ctx);
    }

    @Transaction({ writes: 'immediate' })
    immediate(ctx: Context): Promise<void> {
        return writeTwice(ctx);
    }

    @Transaction()
    usual(ctx: Context): Promise<void> {
        return writeTwice(ctx);
    }

    @Transaction({ writes: 'deferred' })
    async withRows(ctx: Context): Promise<void> {
        await writeTwice(ctx);
        await ctx.state(Lot).put({ id: 'l1', size: 1 }, { blind: true });
    }
}

/** Overrides keep the mode, as they keep what other decorators say, unless they have another one. */
class Overriding extends Deferring {
    @Transaction()
    override deferred(ctx: Context): Promise<void> {
        return writeTwice(ctx);
    }

    @Transaction({ writes: 'immediate' })
    override async withRows(ctx: Context): Promise<void> {
        await writeTwice(ctx);
    }
}

const BATCHES = { useWriteBatch: true, maxSizeWriteBatch: 100 };

/** The messages of a transaction that write, by their types. */
async function messagesOf(contract: new () => Contract, name: string, capabilities = BATCHES): Promise<string[]> {
    const sent: string[] = [];
    const serve = ({ type, payload }: { type: number; payload: Buffer }): Uint8Array => {
        if (type === MessageType.WRITE_BATCH_STATE)
            sent.push(`${requests.writeBatchState.query.decode(payload).records.length} writes`);
        else sent.push(messageTypeName(type));
        return Buffer.alloc(0);
    };
    const chaincode = new ContractChaincode({ contracts: [contract] });
    await using peer = new ScriptedPeer(chaincode, { capabilities, serve });
    expect((await peer.invoke(name)).status).toBe(200);
    return sent;
}

describe('@Transaction with deferred writes', () => {
    it('sends them together, which others do not', async () => {
        expect(await messagesOf(Deferring, 'deferred')).toEqual(['2 writes']);
        expect(await messagesOf(Deferring, 'immediate')).toEqual(['PUT_STATE', 'PUT_STATE']);
        expect(await messagesOf(Deferring, 'usual')).toEqual(['PUT_STATE', 'PUT_STATE']);
    });

    it('sends them one by one to a peer without batches', async () => {
        const none = { useWriteBatch: false, maxSizeWriteBatch: 0 };
        expect(await messagesOf(Deferring, 'deferred', none)).toEqual(['PUT_STATE', 'PUT_STATE']);
    });

    it('sends them before the rows of ctx.state', async () => {
        expect(await messagesOf(Deferring, 'withRows')).toEqual(['2 writes', 'PUT_STATE']);
    });

    it('holds for overrides, unless they say otherwise', async () => {
        expect(await messagesOf(Overriding, 'deferred')).toEqual(['2 writes']);
        expect(await messagesOf(Overriding, 'withRows')).toEqual(['PUT_STATE', 'PUT_STATE']);
    });

    it('is a submitted transaction, and shows nothing of it to clients', () => {
        const { metadata } = new ContractChaincode({ contracts: [Deferring] });
        const { transactions } = JSON.parse(JSON.stringify(metadata.contracts['Deferring'])) as {
            transactions: { name: string }[];
        };
        const [deferred, usual] = ['deferred', 'usual'].map((name) => transactions.find((one) => one.name === name));
        expect({ ...deferred, name: '' }).toEqual({ ...usual, name: '' });
    });

    it('takes no other word, which JavaScript might say', () => {
        const options = JSON.parse('{ "writes": "later" }') as TransactionOptions;
        class Wrong extends Contract {
            @Transaction(options)
            write(_ctx: Context): Promise<void> {
                return Promise.resolve();
            }
        }
        let mistakes: ContractDefinitionError['mistakes'] = [];
        try {
            new ContractChaincode({ contracts: [Wrong] });
        } catch (error) {
            if (error instanceof ContractDefinitionError) mistakes = error.mistakes;
        }
        expect(mistakes).toEqual([
            {
                code: 'TRANSACTION_INVALID',
                where: 'Wrong.write',
                found: '@Transaction({ writes: "later" })',
                fix: "Writes are 'immediate' or 'deferred'",
            },
        ]);
    });
});
