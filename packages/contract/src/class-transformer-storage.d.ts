// Where class-transformer keeps what its decorators recorded. It has no public way to it; other frameworks read it here
// too. Its declarations are in another folder than its code.
declare module 'class-transformer/cjs/storage' {
    export * from 'class-transformer/types/storage';
}
