using System.Reflection;
using System.Reflection.Emit;

namespace FaceWeb.Tests.House;

/// <summary>
/// The house's one law: a room knows rooms below it, and none above. Each room has its own floor, so an arrow that does not climb can close no
/// ring. The references are read from the compiled types.
/// </summary>
public class FloorsTests
{
    /// <summary>The rooms from the roof down: the table in docs/house.md says what each is for.</summary>
    private static readonly string[] Rooms =
    [
        // composes everything
        "", "Shell",

        // what a user sees
        "Accounts", "Health", "Backups", "Jobs", "Training", "Explanation", "Review", "Videos", "Albums", "People", "Groups", "Trash",

        // what the machine does
        "Analysis", "Suggestions", "Models",

        // what was said
        "History", "Faces",

        // the ground
        "Work", "Store", "Layout", "Telemetry", "Access", "Api", "Live", "Data",
    ];

    [Fact]
    public void No_arrow_climbs()
    {
        var climbing = Climbing(typeof(Program).Assembly, "FaceWeb");
        Assert.True(climbing.Count == 0, $"These types know a room above their own:\n{string.Join('\n', climbing)}");
    }

    [Fact]
    public void Every_folder_is_a_room_with_a_floor()
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "FaceWeb"))
            .Select(folder => Path.GetFileName(folder)!).Except(["bin", "obj", "Properties", "data"]);
        Assert.Equal(Rooms.Where(room => room.Length > 0).Order(), folders.Order());
    }

    [Fact]
    public void A_climbing_arrow_is_found_wherever_it_hides()
    {
        // Four types in the cellar that know the roof: by a field, by a call in a method, by a generic argument, by an attribute; and one
        // that does not.
        var house = new PersistedAssemblyBuilder(new AssemblyName("House"), typeof(object).Assembly);
        var module = house.DefineDynamicModule("House");
        var roof = module.DefineType("House.Shell.Roof", TypeAttributes.Public);
        var call = roof.DefineMethod("Call", MethodAttributes.Public | MethodAttributes.Static, typeof(void), []);
        call.GetILGenerator().Emit(OpCodes.Ret);
        var mark = module.DefineType("House.Shell.MarkAttribute", TypeAttributes.Public, typeof(Attribute));
        var construct = mark.DefineDefaultConstructor(MethodAttributes.Public);

        var byField = module.DefineType("House.Data.ByField");
        byField.DefineField("roof", roof, FieldAttributes.Private);
        var byCall = module.DefineType("House.Data.ByCall");
        var body = byCall.DefineMethod("Run", MethodAttributes.Public | MethodAttributes.Static, typeof(void), []).GetILGenerator();
        body.Emit(OpCodes.Ldc_I4, 7);
        body.Emit(OpCodes.Pop);
        body.Emit(OpCodes.Call, call);
        body.Emit(OpCodes.Ret);
        var byArgument = module.DefineType("House.Data.ByArgument");
        byArgument.DefineMethod("Take", MethodAttributes.Public, typeof(void), [typeof(List<>).MakeGenericType(roof)]).GetILGenerator()
            .Emit(OpCodes.Ret);
        var byAttribute = module.DefineType("House.Data.ByAttribute");
        byAttribute.SetCustomAttribute(new CustomAttributeBuilder(construct, []));
        var innocent = module.DefineType("House.Data.Innocent");
        innocent.DefineField("cellar", byField, FieldAttributes.Private);
        foreach (var type in new[] { roof, mark, byField, byCall, byArgument, byAttribute, innocent })
            type.CreateType();
        using var built = new MemoryStream();
        house.Save(built);

        Assert.Equal(
            ["House.Data.ByArgument -> House.Shell.Roof", "House.Data.ByAttribute -> House.Shell.MarkAttribute",
                "House.Data.ByCall -> House.Shell.Roof", "House.Data.ByField -> House.Shell.Roof"],
            Climbing(Assembly.Load(built.ToArray()), "House"));
    }

    private static List<string> Climbing(Assembly assembly, string root) =>
    [
        .. RoomReferences.Of(assembly)
            .Where(r => Floor(r.To, root) is { } to && Floor(r.From, root) is { } from && to < from)
            .Select(r => $"{r.From.FullName} -> {r.To.FullName}").Order(StringComparer.Ordinal),
    ];

    // 0 is the roof. Null: generated outside of any room.
    private static int? Floor(Type type, string root)
    {
        if (type.Namespace != root && type.Namespace?.StartsWith(root + ".", StringComparison.Ordinal) != true)
            return null;
        var room = type.Namespace == root ? "" : type.Namespace[(root.Length + 1)..].Split('.')[0];
        var floor = Array.IndexOf(Rooms, room);
        return floor >= 0 ? floor : throw new InvalidOperationException($"{type.FullName} is in no room of the table.");
    }
}
