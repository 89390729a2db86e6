// What Blazor's script puts into the page, as far as FaceWeb's scripts use it. For the check of types alone.

/** An object of a page on the server, whose [JSInvokable] methods a script may call. */
interface DotNetObject {
  invokeMethodAsync(method: string, ...values: unknown[]): Promise<unknown>;
}

declare const Blazor: {
  /** Goes to a page of FaceWeb without loading the document anew. */
  navigateTo(address: string): void;
};
