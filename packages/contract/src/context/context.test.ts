import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Context, Contract, ContractChaincode, Evaluate, Transaction } from '..';
import { recordingLogger, ScriptedPeer } from '../testing/scripted-peer';

/** What a framework on top may hand out instead of a context that it did not make. */
const WRAPPERS: Readonly<Record<string, (ctx: Context) => Context>> = {
    itself: (ctx) => ctx,
    proxied: (ctx) => new Proxy(ctx, {}),
    derived: (ctx) => Object.create(ctx) as Context,
};

abstract class Wrapped extends Contract {
    @Transaction() async put(ctx: Context, value: string): Promise<string> {
        ctx.logger.info({ value }, 'putting');
        ctx.logging.getLogger('audit').info('put');
        await ctx.stub.putState('k', ctx.serialize(value));
        return `${ctx.clientIdentity.getMSPID()} ${String(ctx.signal.aborted)}`;
    }
    @Evaluate() shown(ctx: Context): string {
        const wrapped = new Proxy(ctx.logger, {}).named('wrapped');
        return `${inspect(ctx.logger)} ${String(wrapped.isLevelEnabled('info'))}`;
    }
}
const contracts = Object.entries(WRAPPERS).map(([name, wrap]) => {
    const made = class extends Wrapped {
        override createContext(): Context {
            return wrap(new Context());
        }
    };
    return Object.defineProperty(made, 'name', { value: name });
});

let peer: ScriptedPeer;
const { logger, lines } = recordingLogger();
beforeAll(() => {
    peer = new ScriptedPeer(new ContractChaincode({ contracts, logger }));
});
afterAll(() => peer.close());

describe.each(Object.keys(WRAPPERS))('a context %s', (name) => {
    it('has the stub, the client and the logger of its transaction', async () => {
        lines.length = 0;
        const { status, payload } = await peer.invoke(`${name}:put`, 'v');
        expect([status, payload]).toEqual([200, 'Org1MSP false']);
        expect(lines.map(({ fields }) => fields['name'])).toEqual([name, `${name}:audit`]);
    });

    it('has a logger that may be wrapped too', async () => {
        expect(await peer.invoke(`${name}:shown`)).toMatchObject({ status: 200, payload: 'ContextLogger {} true' });
    });
});
