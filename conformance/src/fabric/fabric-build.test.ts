import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FABRIC_COMMANDS, findFabricBinaries } from './fabric-binaries';
import { buildFabric } from './fabric-build';

const UNREACHABLE = 'go: reading https://proxy.example/github.com/hyperledger/fabric/@v/f871.info: 403 Forbidden';
/** Writes programs that know their version only, where `-o` says. */
const BUILDS = `
while [ "$1" != -o ]; do shift; done
for name in ${FABRIC_COMMANDS.join(' ')}; do
    printf "#!/bin/sh\\nprintf 'peer:\\\\\\\\n Version: v2.5.16\\\\\\\\n'\\n" >"$2/$name"
    chmod 755 "$2/$name"
done`;

let root = '';

beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'heddle-build-'));
    mkdirSync(join(root, 'path'));
});

afterEach(() => {
    rmSync(root, { recursive: true });
});

interface FakeGo {
    readonly version?: string;
    readonly toolchain?: string;
    /** What its subcommands do, in sh; default nothing. */
    readonly list?: string;
    readonly get?: string;
    readonly build?: string;
}

/** A `go` that writes down how it is called. */
function fakeGo({ version = 'go1.26.4', toolchain = 'local', list = ':', get = ':', build = BUILDS }: FakeGo): void {
    const script = `#!/bin/sh
echo "$CGO_ENABLED $*" >>'${root}/calls'
case $1 in
env) printf '%s\\n' '${version}' '${toolchain}' ;;
list) ${list} ;;
get) ${get} ;;
build) ${build} ;;
esac
`;
    writeFileSync(join(root, 'path/go'), script, { mode: 0o755 });
}

function fails(text: string): string {
    return `echo '${text}' >&2; exit 1`;
}

function build(path = `${join(root, 'path')}:/bin:/usr/bin`): string {
    const environment = { PATH: path };
    const built = buildFabric('2.5', { environment, builds: join(root, 'builds') });
    return 'missing' in built ? built.missing : built.folder;
}

function calls(): string[] {
    return readFileSync(join(root, 'calls'), 'utf8').trim().split('\n');
}

describe("the build of Fabric's commands", () => {
    it('makes all five by the commit, without cgo, and keeps them', () => {
        fakeGo({});
        const folder = build();
        expect(readdirSync(join(root, 'builds'))).toEqual(['f871cf92a026aba7b12e6f06d71ded3e6e659d71']);
        const found = findFabricBinaries('2.5', { FABRIC_BIN: folder });
        expect('missing' in found ? found.missing : found.binaries.version).toBe('v2.5.16');
        const [, , get = '', compiled = '', ...more] = calls();
        expect(get).toMatch(/^0 get (github\.com\/hyperledger\/fabric\/cmd\/\w+@f871cf92\w{32} ?){5}$/);
        expect(compiled).toMatch(/^0 build .*metadata\.Version=v2\.5\.16 .*\/cmd\/peer .*\/cmd\/osnadmin$/);
        expect([build(), more]).toEqual([folder, []]);
        expect(calls()).toHaveLength(4);
    });

    it.each([
        ['go1.26.3', 'local', 'Go too old: go1.26.3 with GOTOOLCHAIN=local; it takes Go 1.26.4, or GOTOOLCHAIN=auto'],
        ['go1.9', 'go1.9', 'Go too old: go1.9 with GOTOOLCHAIN=go1.9; it takes Go 1.26.4, or GOTOOLCHAIN=auto'],
    ])('says that %s with GOTOOLCHAIN=%s is too old, and asks for no module', (version, toolchain, reason) => {
        fakeGo({ version, toolchain });
        expect(build()).toBe(`Fabric v2.5.16 cannot be built from its module: ${reason}`);
        expect(calls()).toEqual(['0 env GOVERSION GOTOOLCHAIN']);
    });

    it.each([
        ['go1.22.1', 'auto'],
        ['go1.22.1', 'go1.21.0+auto'],
        ['go1.27', 'local'],
        ['go2.0.0', 'local'],
        ['devel go1.27-abcdef', 'local'],
    ])('goes on with %s and GOTOOLCHAIN=%s', (version, toolchain) => {
        fakeGo({ version, toolchain });
        expect(existsSync(join(build(), 'peer'))).toBe(true);
    });

    it('says that Go is too old where the module says so', () => {
        fakeGo({ get: fails('go: github.com/x@v1 requires go >= 1.26.9 (running go 1.26.4; GOTOOLCHAIN=local)') });
        expect(build()).toContain('Go too old: go1.26.4 with GOTOOLCHAIN=local');
    });

    it.each([
        ['the module', { list: fails(UNREACHABLE) }, 2],
        ['what it needs', { get: fails(UNREACHABLE) }, 3],
    ])('says that modules are unreachable where %s is not to be had', (_what, fake, count) => {
        fakeGo(fake);
        expect(build()).toBe(`Fabric v2.5.16 cannot be built from its module: modules unreachable: ${UNREACHABLE}`);
        expect(calls()).toHaveLength(count);
        expect(readdirSync(join(root, 'builds'))).toEqual([]);
    });

    it('says that there is no Go', () => {
        expect(build(join(root, 'path'))).toContain('there is no Go on PATH');
    });

    it('fails where the modules do not compile, and keeps nothing of it', () => {
        fakeGo({ build: fails('peer.go:1: syntax error') });
        expect(() => build()).toThrow('Fabric v2.5.16 does not compile: peer.go:1: syntax error');
        expect(readdirSync(join(root, 'builds'))).toEqual([]);
    });
});
