import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { IsIn, IsInt, IsPositive, IsString, Length, Min } from 'class-validator';
import { Check, Context, Contract, ContractChaincode, ContractError, Evaluate, Returns, Transaction } from './index';
import { recordingLogger, ScriptedPeer } from './testing/scripted-peer';

class Asset {
    @IsString() @Length(1, 64) id!: string;
    @IsIn(['red', 'blue']) color!: string;
    @IsInt() @IsPositive() size!: number;
    @IsString() owner!: string;
}

class AssetTransfer extends Contract {
    @Transaction()
    async createAsset(ctx: Context, asset: Asset): Promise<void> {
        if (await ctx.stub.exists(asset.id)) throw new ContractError('ALREADY_EXISTS', `asset ${asset.id} exists`);
        await ctx.stub.putState(asset.id, ctx.serialize(asset));
    }

    @Transaction()
    async resize(
        ctx: Context,
        id: string,
        @Check(IsInt(), Min(1)) size: number,
        note: string = 'none',
    ): Promise<string> {
        const asset = ctx.deserialize(Asset, await ctx.stub.getState(id));
        asset.size = size;
        await ctx.stub.putState(id, ctx.serialize(asset));
        return note;
    }

    @Evaluate()
    @Returns(Asset)
    async readAsset(ctx: Context, id: string): Promise<Asset> {
        const bytes = await ctx.stub.getState(id);
        if (bytes.length === 0) throw new ContractError('NOT_FOUND', `asset ${id} does not exist`, { status: 404 });
        return ctx.deserialize(Asset, bytes);
    }

    @Evaluate()
    async sneak(ctx: Context): Promise<void> {
        await ctx.stub.putState('k', 'v');
    }

    @Transaction()
    forget(ctx: Context): void {
        void ctx.stub.putState('k', 'v'); // that is the mistake which is tested
    }

    @Transaction()
    break(_ctx: Context, isNull: boolean): void {
        if (isNull) throw null; // eslint-disable-line @typescript-eslint/only-throw-error -- anything may be thrown
        throw new Error('secret');
    }
}

const ASSET = { id: 'a1', color: 'red', size: 3, owner: 'ann' };
const { logger, lines } = recordingLogger();
let peer: ScriptedPeer;

beforeEach(() => {
    lines.length = 0;
    peer = new ScriptedPeer(new ContractChaincode({ contracts: [AssetTransfer], logger }), { logger });
});

afterEach(() => peer.close());

describe('a contract behind core', () => {
    it('takes a class as an argument, and writes it as canonical JSON', async () => {
        expect(await peer.invoke('createAsset', JSON.stringify(ASSET))).toMatchObject({ status: 200, payload: '' });
        expect(peer.state.get('a1')?.toString()).toBe('{"color":"red","id":"a1","owner":"ann","size":3}');
        expect(await peer.invoke('AssetTransfer:readAsset', 'a1')).toMatchObject({
            status: 200,
            payload: '{"color":"red","id":"a1","owner":"ann","size":3}',
        });
    });

    it('takes numbers and defaults', async () => {
        await peer.invoke('createAsset', JSON.stringify(ASSET));
        expect(await peer.invoke('resize', 'a1', '7')).toMatchObject({ status: 200, payload: 'none' });
        expect(await peer.invoke('resize', 'a1', '8', 'x')).toMatchObject({ status: 200, payload: 'x' });
        expect(peer.state.get('a1')?.toString()).toContain('"size":8');
    });

    it('reports everything that is wrong with a call at once, each with its path', async () => {
        const answer = await peer.invoke('createAsset', '{"id":"","color":"green","size":"3","extra":1}');
        expect(answer).toMatchObject({
            status: 400,
            message:
                'VALIDATION_FAILED: asset.extra is not a property of Asset; asset.size must be a number, not "3"; ' +
                'asset.owner is missing; asset.id must be longer than or equal to 1 characters; ' +
                'asset.color must be one of the following values: red, blue',
        });
        const { code, details } = JSON.parse(answer.payload) as { code: string; details: { path: string }[] };
        expect(code).toBe('VALIDATION_FAILED');
        expect(details.map(({ path }) => path)).toEqual([
            'asset.extra',
            'asset.size',
            'asset.owner',
            'asset.id',
            'asset.color',
        ]);
    });

    it('names missing, wrong and surplus arguments', async () => {
        expect((await peer.invoke('resize', 'a1')).message).toBe('VALIDATION_FAILED: size is missing');
        expect((await peer.invoke('resize', 'a1', '0')).message).toBe(
            'VALIDATION_FAILED: size must not be less than 1',
        );
        expect((await peer.invoke('resize', 'a1', '', 'n', 'x')).message).toBe(
            'VALIDATION_FAILED: size must be a number, not an empty text; ' +
                'takes 2 to 3 arguments (id, size, note), not 4',
        );
    });

    it("shows an author's error with its status", async () => {
        const answer = await peer.invoke('readAsset', 'nope');
        expect(answer).toMatchObject({ status: 404, message: 'NOT_FOUND: asset nope does not exist' });
        expect(answer.payload).toBe('{"code":"NOT_FOUND","message":"asset nope does not exist"}');
    });

    it('answers unknown names', async () => {
        expect(await peer.invoke('nope')).toMatchObject({
            status: 404,
            message: 'UNKNOWN_TRANSACTION: AssetTransfer has no transaction "nope"',
        });
        expect(await peer.invoke('Other:nope')).toMatchObject({
            status: 404,
            message: 'UNKNOWN_CONTRACT: there is no contract "Other"; there are AssetTransfer',
        });
        expect(await peer.invoke()).toMatchObject({ status: 400 });
    });

    it('serves Init as Invoke, and without arguments does nothing', async () => {
        expect(await peer.init()).toMatchObject({ status: 200, payload: '' });
        expect(await peer.init('createAsset', JSON.stringify(ASSET))).toMatchObject({ status: 200 });
        expect(peer.state.has('a1')).toBe(true);
    });

    it('refuses writes of an evaluated transaction', async () => {
        const answer = await peer.invoke('sneak');
        expect(answer).toMatchObject({ status: 500 });
        expect(answer.message).toMatch(/^READ_ONLY_TRANSACTION: putState in a transaction/);
        expect(peer.state.size).toBe(0);
    });

    it('fails a transaction that did not await a write', async () => {
        const answer = await peer.invoke('forget');
        expect(answer.message).toMatch(/^FLOATING_OPERATION: putState was not awaited/);
        const [logged] = lines.filter(({ fields }) => fields['code'] === 'FLOATING_OPERATION');
        expect((logged?.fields['err'] as Error).stack).toMatch(/AssetTransfer\.forget/);
    });

    it.each(['true', 'false'])('tells the client nothing of what else was thrown', async (isNull) => {
        const answer = await peer.invoke('break', isNull);
        expect(answer).toMatchObject({
            status: 500,
            message: "INTERNAL_ERROR: transaction tx1 failed inside the chaincode; the chaincode's log has the details",
        });
        const shown = lines
            .filter(({ level }) => level === 'error')
            .map(({ fields }) => (fields['err'] as Error).stack);
        expect(shown).toHaveLength(1);
        expect(shown[0]).toMatch(isNull === 'true' ? /null/ : /secret/);
    });
});

describe.each<[string, (inner: ContractChaincode) => ContractChaincode]>([
    ['behind a Proxy', (inner) => new Proxy(inner, {})],
    ['as the prototype of another object', (inner) => Object.create(inner) as ContractChaincode],
])('a ContractChaincode %s', (_, wrap) => {
    it('serves its contracts', async () => {
        const inner = new ContractChaincode({ contracts: [AssetTransfer], logger });
        const wrapped = wrap(inner);
        const other = new ScriptedPeer(wrapped, { logger });
        expect(await other.invoke('createAsset', JSON.stringify(ASSET))).toMatchObject({ status: 200 });
        expect(await other.invoke('nothing')).toMatchObject({ status: 404 });
        await other.close();
        expect(wrapped.contracts.map(({ name }) => name)).toContain('AssetTransfer');
        expect([wrapped.runsInWorker('createAsset'), wrapped.runsInWorker('nothing')]).toEqual([true, false]);
        expect(wrapped.metadata).toBe(inner.metadata);
    });

    it('is shown in a log by its name alone', () => {
        const inner = new ContractChaincode({ contracts: [AssetTransfer], logger });
        expect(inspect(inner)).toBe('ContractChaincode {}');
    });
});
