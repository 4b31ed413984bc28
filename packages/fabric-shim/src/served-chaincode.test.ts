import type { ClassicStub } from '@heddle/core/fabric-shim';
import { LocalPeer } from '@heddle/local-peer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChaincodeInterface } from './chaincode-interface';
import type { ChaincodeServer } from './chaincode-server';
import { Shim, type ShimResponse } from './shim';

const CCID = 'raw_1:0123';

/** A chaincode as it is written by hand for fabric-shim, with its habits. */
class Accounts extends ChaincodeInterface {
    override Init(): Promise<ShimResponse> {
        return Promise.resolve(Shim.success());
    }

    override async Invoke(stub: ClassicStub): Promise<unknown> {
        const { fcn, params } = stub.getFunctionAndParameters();
        const method = Reflect.get(this, fcn) as ((stub: ClassicStub, ...args: string[]) => unknown) | undefined;
        if (method === undefined) return Shim.error(new Error(`no function of name:${fcn} found`));
        try {
            return Shim.success(await method.call(this, stub, ...params));
        } catch (err) {
            return Shim.error(err);
        }
    }

    /** Writes, and does not wait for it. */
    open(stub: ClassicStub, name: string, amount: string): void {
        void stub.putState(name, amount);
    }

    async balance(stub: ClassicStub, name: string): Promise<Buffer> {
        const amount = await stub.getState(name);
        if (amount.toString() === '') throw new Error(JSON.stringify({ Error: `Nil amount for ${name}` }));
        return amount;
    }

    /** Overwrites with nothing. */
    async close(stub: ClassicStub, name: string): Promise<void> {
        await stub.putState(name, '');
        stub.setEvent('closed', Buffer.from(name));
    }

    async all(stub: ClassicStub): Promise<Buffer> {
        const names: string[] = [];
        const rows = await stub.getStateByRange('', '');
        for (let row = await rows.next(); !row.done; row = await rows.next()) names.push(row.value.key);
        await rows.close();
        return Buffer.from(JSON.stringify(names));
    }

    forget(): void {
        // Nothing: the answer is made by Invoke.
    }
}

/** Answers nothing. */
class Silent extends ChaincodeInterface {}

describe('a chaincode without contracts', () => {
    let server: ChaincodeServer;
    let peer: LocalPeer;

    beforeAll(async () => {
        server = Shim.server(new Accounts(), { ccid: CCID, address: '127.0.0.1:0', 'grpc.keepalive_time_ms': 60_000 });
        await server.start();
        peer = await LocalPeer.start();
        peer.install({ name: 'accounts', packageId: CCID, connect: { address: server.address } });
        await peer.launch({ chaincode: 'accounts' });
    });

    afterAll(async () => {
        await peer.close();
        await server.close();
    });

    async function submit(...args: string[]): Promise<[number, string, string]> {
        const { status, message, payload } = await peer.submit({ chaincode: 'accounts', args });
        return [status, message, payload.toString()];
    }

    it('writes, though it does not wait, and reads', async () => {
        expect(await submit('open', 'ann', '10')).toEqual([200, '', '']);
        expect(await submit('balance', 'ann')).toEqual([200, '', '10']);
        expect(await submit('all')).toEqual([200, '', '["ann"]']);
    });

    it('deletes what it overwrites with nothing, and tells of it', async () => {
        const events = await peer.events({ chaincode: 'accounts' });
        await submit('open', 'bob', '1');
        expect(await submit('close', 'bob')).toEqual([200, '', '']);
        expect(await peer.state({ chaincode: 'accounts', key: 'bob' })).toBeUndefined();
        for await (const { name, payload } of events) {
            expect([name, payload.toString()]).toEqual(['closed', 'bob']);
            break;
        }
    });

    it('fails with the message that it gives', async () => {
        expect(await submit('balance', 'eve')).toEqual([500, '{"Error":"Nil amount for eve"}', '']);
        expect(await submit('pay')).toEqual([500, 'no function of name:pay found', '']);
    });
});

describe('a chaincode that answers nothing', () => {
    it('fails by fabric-shim’s rule', async () => {
        const server = Shim.server(new Silent(), { ccid: CCID, address: '127.0.0.1:0' });
        await server.start();
        const peer = await LocalPeer.start();
        peer.install({ name: 'silent', packageId: CCID, connect: { address: server.address } });
        const { status, message } = await peer.submit({ chaincode: 'silent', args: ['any'] });
        expect([status, message]).toEqual([
            500,
            expect.stringMatching(
                /^\[mychannel-\w{8}\] Calling chaincode Invoke\(\) has not called success or error\.$/,
            ),
        ]);
        await peer.close();
        await server.close();
    });
});

describe('what is no chaincode', () => {
    const chaincode = new ChaincodeInterface();
    const options = { ccid: 'basic_1:0123', address: '127.0.0.1:0' };

    it.each<[string, () => unknown]>([
        ['Missing required argument: chaincode', () => Shim.start(undefined as never)],
        ['Missing required argument: chaincode', () => Shim.start('text' as never)],
        ['The "chaincode" argument must implement the "Init()" method', () => Shim.start({} as never)],
        [
            'The "chaincode" argument must implement the "Invoke()" method',
            () => Shim.start({ Init: () => undefined } as never),
        ],
        ['Missing required argument: chaincode', () => Shim.server(null as never, options)],
        ['Missing required argument: serverOpts', () => Shim.server(chaincode, null as never)],
        [
            'The "chaincode" argument must implement Init() and Invoke() methods',
            () => Shim.server({} as never, options),
        ],
        ['Missing required property in serverOpts: ccid', () => Shim.server(chaincode, { address: ':0' } as never)],
        ['Missing required property in serverOpts: address', () => Shim.server(chaincode, { ccid: 'a:b' } as never)],
        [
            'Missing required property in serverOpts.tlsProps: key',
            () => Shim.server(chaincode, { ...options, tlsProps: { cert: Buffer.alloc(0) } as never }),
        ],
        [
            'Missing required property in serverOpts.tlsProps: cert',
            () => Shim.server(chaincode, { ...options, tlsProps: { key: Buffer.alloc(0) } as never }),
        ],
    ])('is refused with "%s"', (message, make) => {
        expect(make).toThrow(new Error(message));
    });
});
