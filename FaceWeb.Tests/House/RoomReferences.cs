using System.Reflection;
using System.Reflection.Emit;

namespace FaceWeb.Tests.House;

/// <summary>
/// Which types of the application a compiled type refers to: by its base, interfaces, attributes, members' signatures, local variables and the
/// instructions of its methods. What the compiler generates inside a type (iterators, closures, a page's markup) counts as that type.
/// </summary>
internal static class RoomReferences
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>All pairs of types of an assembly of which the first refers to the second.</summary>
    public static HashSet<(Type From, Type To)> Of(Assembly assembly)
    {
        var found = new HashSet<(Type, Type)>();
        foreach (var type in assembly.GetTypes())
        {
            var owner = Outermost(type);
            foreach (var mentioned in Mentioned(type).SelectMany(Parts))
            {
                var to = Outermost(mentioned);
                if (to.Assembly == assembly && to != owner)
                    found.Add((owner, to));
            }
        }
        return found;
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<Type?> Mentioned(Type type)
    {
        yield return type.BaseType;
        foreach (var implemented in type.GetInterfaces())
            yield return implemented;
        foreach (var attribute in Attributes(type))
            yield return attribute;
        foreach (var field in type.GetFields(Everything))
            yield return field.FieldType;
        foreach (var member in type.GetMembers(Everything))
        {
            foreach (var attribute in Attributes(member))
                yield return attribute;
        }
        foreach (var method in type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)))
        {
            foreach (var mentioned in OfMethod(method))
                yield return mentioned;
        }
    }

    private static IEnumerable<Type> Attributes(MemberInfo member) => member.GetCustomAttributesData().SelectMany(a =>
        a.ConstructorArguments.Select(argument => argument.Value).OfType<Type>().Append(a.AttributeType));

    private static IEnumerable<Type?> OfMethod(MethodBase method)
    {
        yield return (method as MethodInfo)?.ReturnType;
        foreach (var parameter in method.GetParameters())
            yield return parameter.ParameterType;
        if (method.GetMethodBody() is not { } body)
            yield break;
        foreach (var local in body.LocalVariables)
            yield return local.LocalType;
        foreach (var clause in body.ExceptionHandlingClauses.Where(c => c.Flags == ExceptionHandlingClauseOptions.Clause))
            yield return clause.CatchType;
        foreach (var member in Operands(method, body.GetILAsByteArray()!))
        {
            yield return member as Type ?? member.DeclaringType;
            if (member is MethodInfo { IsGenericMethod: true } generic)
            {
                foreach (var argument in generic.GetGenericArguments())
                    yield return argument;
            }
        }
    }

    private static IEnumerable<MemberInfo> Operands(MethodBase method, byte[] il)
    {
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < il.Length;)
        {
            // Codes of two bytes begin with 0xFE.
            var code = il[at] == 0xFE ? Codes[(short)(0xFE00 | il[at + 1])] : Codes[il[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                yield return method.Module.ResolveMember(BitConverter.ToInt32(il, at), typeArguments, methodArguments)!;
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }

    // What stands inside arrays, references and generic arguments.
    private static IEnumerable<Type> Parts(Type? type)
    {
        if (type is null || type.IsGenericParameter)
            return [];
        if (type.HasElementType)
            return Parts(type.GetElementType());
        return type.IsGenericType
            ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
            : [type];
    }
}
