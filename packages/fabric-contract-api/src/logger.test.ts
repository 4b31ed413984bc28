import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createLogger } from 'winston';
import { type Context, Contract } from './index';
import { getLogger, setLevel } from './logger';
import { ServedContracts } from './testing/served-contracts';

const LEVEL = 'CORE_CHAINCODE_LOGGING_LEVEL';

afterEach(() => {
    setLevel('INFO');
});

class Talking extends Contract {
    say(ctx: Context, level: string): unknown {
        ctx.logging.setLevel(level);
        const [own, named] = [ctx.logging.getLogger(), ctx.logging.getLogger('more')] as { level: string }[];
        return [own?.level, named?.level, own === ctx.logging.getLogger(), own === named];
    }
}

describe('ctx.logging', () => {
    it('gives one logger for each name, at the level that is set', async () => {
        await using served = await ServedContracts.start([Talking]);
        const { payload } = await served.evaluate('say', 'DEBUG');
        expect(JSON.parse(payload)).toEqual(['debug', 'debug', true, false]);
        expect(process.env[LEVEL]).toBe('debug');
    });
});

describe('getLogger', () => {
    it("gives a logger of winston's where that is installed", () => {
        expect(getLogger('of winston').constructor.name).toBe(createLogger().constructor.name);
    });

    it.each([
        ['CRITICAL', 'error'],
        ['ERROR', 'error'],
        ['WARNING', 'warn'],
        ['INFO', 'info'],
        ['DEBUG', 'debug'],
        ['nothing known', 'info'],
    ])('takes %s for the level %s', (level, expected) => {
        setLevel(level);
        expect(getLogger('of a level').level).toBe(expected);
    });

    it.each([
        ['with winston', ''],
        [
            'without winston',
            "require('node:module').createRequire = () => () => { throw new Error('not installed'); };",
        ],
    ])('writes to standard error, what is below its level left out: %s', (_how, before) => {
        const file = join(__dirname, 'logger.js');
        const program = `${before} const log = require(${JSON.stringify(file)}).getLogger('shop'); log.debug('hidden'); log.info('moved %s', 'a1'); log.error('failed', { id: 1 }); log.log('warn', 'told'); console.log(log.isLevelEnabled('debug'));`;
        const { stderr, stdout } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
        expect(stdout).toBe('false\n');
        expect(stderr).toMatch(/info \[shop\] moved.*a1/);
        expect(stderr).toMatch(/error \[shop\] failed.*id: 1/);
        expect(stderr).toMatch(/warn \[shop\] told/);
        expect(stderr).not.toContain('hidden');
    });
});

describe('loading the package', () => {
    it('writes nothing, and listens to nothing', () => {
        const file = join(__dirname, '..', 'index.js');
        const program = `require(${JSON.stringify(file)}); console.log(process.listenerCount('unhandledRejection') + process.listenerCount('uncaughtException'));`;
        expect(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' })).toBe('0\n');
    });
});
