import { candidateFiles, findImports } from './find-imports';
import { isTestOnly, type SourceFile, type SourcePackage } from './source-files';

/**
 * The rooms of a package from the ground up, each with those that it imports. A room is a folder below `src`, or a file
 * that lies in `src` itself, by its name without `.ts`; a room names only rooms above it in the table. `index.ts` of `src`
 * is the door to all of them, and no room.
 */
export type RoomTable = Readonly<Record<string, readonly string[]>>;

/** Lists where a package and its table differ, one sentence each. Imports of types count: they are dependencies of a reader. */
export function checkRooms({ folder, files }: SourcePackage, table: RoomTable): string[] {
    const imports = importsBetweenRooms(files, folder);
    return [
        ...checkOrder(folder, table),
        ...checkPresence(folder, table, new Set(sourcesOf(files).map(({ path }) => roomOf(path, folder)))),
        ...imports.flatMap((reference) => checkArrow(reference, table)),
        ...checkUse(folder, table, imports),
    ];
}

interface RoomImport {
    readonly place: string;
    readonly from: string;
    readonly to: string;
}

/** A table that names a room before it is built would allow a circle. */
function checkOrder(folder: string, table: RoomTable): string[] {
    const built = new Set<string>();
    return Object.entries(table).flatMap(([room, imported]) => {
        const early = imported.filter((name) => !built.has(name));
        built.add(room);
        return early.map((name) => `${folder}: the table lets ${room} import ${name}, which does not stand above it`);
    });
}

function checkPresence(folder: string, table: RoomTable, rooms: ReadonlySet<string>): string[] {
    return [
        ...[...rooms].filter((room) => !(room in table)).map((room) => `${folder}/src: ${room} is not in the table`),
        ...Object.keys(table)
            .filter((room) => !rooms.has(room))
            .map((room) => `${folder}/src: the table has ${room}, which does not exist`),
    ];
}

function checkArrow({ place, from, to }: RoomImport, table: RoomTable): string[] {
    if (!(from in table) || table[from]?.includes(to)) return [];
    return [`${place}: ${from} may not import ${to}`];
}

/** An arrow that nothing uses any more would let the next import pass without a thought. */
function checkUse(folder: string, table: RoomTable, imports: readonly RoomImport[]): string[] {
    const used = new Set(imports.map(({ from, to }) => `${from} ${to}`));
    return Object.entries(table).flatMap(([room, imported]) =>
        imported
            .filter((name) => !used.has(`${room} ${name}`))
            .map((name) => `${folder}: the table lets ${room} import ${name}, and it does not`),
    );
}

function importsBetweenRooms(files: readonly SourceFile[], folder: string): RoomImport[] {
    const sources = sourcesOf(files);
    const paths = new Set(sources.map(({ path }) => path));
    return sources.flatMap((file) =>
        findImports(file)
            .filter(({ specifier }) => specifier.startsWith('.'))
            .flatMap(({ specifier, line }) =>
                candidateFiles(file.path, specifier)
                    .filter((path) => paths.has(path))
                    .map((path) => ({
                        place: `${file.path}:${line}`,
                        from: roomOf(file.path, folder),
                        to: roomOf(path, folder),
                    })),
            )
            .filter(({ from, to }) => from !== to),
    );
}

/** Tests may reach everywhere in their package, and its index does. */
function sourcesOf(files: readonly SourceFile[]): SourceFile[] {
    return files.filter(({ path }) => !isTestOnly(path) && !path.endsWith('/src/index.ts'));
}

function roomOf(path: string, folder: string): string {
    const inside = path.slice(`${folder}/src/`.length);
    const end = inside.lastIndexOf('/');
    return end < 0 ? inside.replace(/\.tsx?$/, '') : inside.slice(0, end);
}
