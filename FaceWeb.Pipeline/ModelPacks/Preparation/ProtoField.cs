namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>One field of a <see cref="ProtoMessage"/>.</summary>
/// <param name="Number">The field's number in the schema.</param>
/// <param name="WireType">How it is written: 0 a variable-length number, 1 eight bytes, 2 a length and so many bytes, 5 four bytes.</param>
/// <param name="Value">The number of wire type 0; otherwise 0.</param>
/// <param name="Bytes">The bytes of the other wire types: text, a message, packed numbers or one number of fixed length.</param>
internal readonly record struct ProtoField(int Number, int WireType, ulong Value, Memory<byte> Bytes);
