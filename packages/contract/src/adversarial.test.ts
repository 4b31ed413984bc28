import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import * as v from 'class-validator';
import { Context, Contract, ContractChaincode, Evaluate, Optional, Transaction, ValidateBy } from './index';
import { recordingLogger, ScriptedPeer } from './testing/scripted-peer';

class Secret {
    @v.IsString() password!: string;
    @v.IsInt() n!: number;
}

class Bomb {
    @ValidateBy({
        name: 'bomb',
        validator: {
            validate: () => {
                throw new Error('validator failed');
            },
        },
    })
    @v.IsString()
    text!: string;
}

class Conditional {
    @v.IsString() kind!: string;
    @v.ValidateIf((object: Conditional) => object.kind.startsWith('x')) @v.IsInt() n?: number;
    @v.Min(1, { message: ({ object }) => (object as Conditional).kind.toUpperCase() }) m!: number;
}

class Target extends Contract {
    @Transaction() conditional(_ctx: Context, conditional: Conditional): string {
        return conditional.kind;
    }
    @Transaction() keep(_ctx: Context, secret: Secret): string {
        return secret.password;
    }
    @Transaction() bomb(_ctx: Context, _bomb: Bomb): string {
        return 'not reached';
    }
    @Transaction() says(ctx: Context, text: string): string {
        ctx.logger.info(text);
        return 'said';
    }
    @Transaction() async wait(ctx: Context, key: string): Promise<string> {
        return (await ctx.stub.getState(key)).toString();
    }
    @Evaluate() rejects(_ctx: Context, @Optional() _n?: number): Promise<never> {
        return Promise.reject(new Error('internal\nsecret'));
    }
    @Evaluate() odd(_ctx: Context): unknown {
        const value = new Proxy(
            {},
            {
                ownKeys: () => {
                    throw new Error('no keys');
                },
            },
        );
        return value;
    }
}

describe('a chaincode of contracts', () => {
    it('answers each of many calls at once with its own result', async () => {
        await using peer = new ScriptedPeer(new ContractChaincode({ contracts: [Target] }));
        const keys = Array.from({ length: 200 }, (_, index) => `k${index}`);
        for (const key of keys) peer.state.set(key, Buffer.from(`of ${key}`));
        const answers = await Promise.all(keys.map((key) => peer.invoke('wait', key)));
        expect(answers.map(({ payload }) => payload)).toEqual(keys.map((key) => `of ${key}`));
    });

    it('lives on when validators, results or methods fail', async () => {
        const { logger, lines } = recordingLogger();
        await using peer = new ScriptedPeer(new ContractChaincode({ contracts: [Target], logger }));
        for (const args of [['bomb', '{"text":""}'], ['rejects'], ['odd']] as const) {
            const answer = await peer.invoke(...args);
            expect(answer.status).toBe(500);
            expect(`${answer.message} ${answer.payload}`).not.toMatch(/validator failed|secret|no keys/);
        }
        expect(lines.filter(({ level }) => level === 'error')).toHaveLength(3);
        expect(await peer.invoke('wait', 'x')).toMatchObject({ status: 200 });
    });

    it('fails no transaction by a logger that fails', async () => {
        const printed: string[] = [];
        jest.spyOn(process.stderr, 'write').mockImplementation((line) => printed.push(String(line)) > 0);
        const fail = (): never => {
            throw new Error('no disk');
        };
        const logger = { debug: fail, info: fail, warn: fail, error: fail, isLevelEnabled: fail };
        await using peer = new ScriptedPeer(new ContractChaincode({ contracts: [Target], logger }));
        expect(await peer.invoke('says', 'hello')).toMatchObject({ status: 200, payload: 'said' });
        expect((await peer.invoke('odd')).message).toMatch(/^INTERNAL_ERROR/);
        jest.restoreAllMocks();
        expect(printed.join('')).toMatch(/"msg":"hello \(to standard error, since the logger failed: no disk\)"/);
        expect(printed.join('')).toContain('"msg":"a transaction failed (to standard error');
    });

    it('does not ask what looks at properties that were refused', async () => {
        await using peer = new ScriptedPeer(new ContractChaincode({ contracts: [Target] }));
        expect((await peer.invoke('conditional', '{"kind":5,"n":0.5,"m":0}')).message).toBe(
            'VALIDATION_FAILED: conditional.kind must be a string, not 5',
        );
        expect((await peer.invoke('conditional', '{"kind":"x","m":0}')).message).toBe(
            'VALIDATION_FAILED: conditional.n must be an integer number; conditional.m is refused: X',
        );
        expect((await peer.invoke('conditional', '{"kind":"y","m":1}')).payload).toBe('y');
    });

    it('takes names of functions for nothing but names', async () => {
        await using peer = new ScriptedPeer(new ContractChaincode({ contracts: [Target] }));
        const names = ['', ':', 'Target:', ':keep', 'Target:keep:x', '__proto__:keep', 'x'.repeat(1_000_000), '\u0000'];
        for (const name of names) {
            const { status, message } = await peer.invoke(name);
            expect(status).toBe(404);
            expect(message.length).toBeLessThan(200);
        }
        expect(await peer.invoke(Buffer.from([0xff, 0xfe]))).toMatchObject({ status: 404 });
    });

    it('logs nothing above debug for what goes well or is refused, and no argument at any level', async () => {
        const { logger, lines } = recordingLogger();
        await using peer = new ScriptedPeer(new ContractChaincode({ contracts: [Target], logger }));
        await peer.invoke('keep', '{"password":"hunter2","n":1}');
        expect(lines).toEqual([]);
        await peer.invoke('keep', '{"password":"hunter2","n":1.5}');
        await peer.invoke('nope');
        expect(lines.map(({ level }) => level)).toEqual(['debug', 'debug']);
        expect(JSON.stringify(lines)).not.toContain('hunter2');
    });

    it('does not change what it is given', () => {
        const contracts = Object.freeze([Target]);
        const options = Object.freeze({ contracts, metadata: Object.freeze({ info: { title: 't', version: '1' } }) });
        const { metadata } = new ContractChaincode(options);
        expect(contracts).toEqual([Target]);
        expect(JSON.stringify(metadata)).not.toContain('contractInstance');
    });

    it('is loaded without an effect on the process', () => {
        const script = `
            const before = JSON.stringify([process.env, process.eventNames()]);
            require(${JSON.stringify(join(__dirname, 'index.js'))});
            if (JSON.stringify([process.env, process.eventNames()]) !== before) throw new Error('changed');`;
        expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })).toBe('');
    });
});
