"""The words of the sample data: roles, departments, skills, names, each in English and Chinese."""

from __future__ import annotations

Pair = tuple[str, str]  # English, Chinese

DEPARTMENTS: tuple[Pair, ...] = (
    ("Project Office", "项目管理部"),
    ("Product", "产品部"),
    ("Software", "软件研发部"),
    ("Data", "数据部"),
    ("Quality and Security", "质量安全部"),
    ("Operations", "运维部"),
)

ROLES: tuple[Pair, ...] = (
    ("Project Manager", "项目经理"),
    ("Business Analyst", "需求分析师"),
    ("UX Designer", "交互设计师"),
    ("Backend Developer", "后端开发"),
    ("Frontend Developer", "前端开发"),
    ("Full-stack Developer", "全栈开发"),
    ("Architect", "架构师"),
    ("Data Engineer", "数据工程师"),
    ("Algorithm Engineer", "算法工程师"),
    ("Tester", "测试工程师"),
    ("Security Engineer", "安全工程师"),
    ("DevOps Engineer", "运维开发"),
)

# Skills that are names of products or languages of programming stay as they are in Chinese.
SKILLS: tuple[Pair, ...] = (
    ("English", "英语"),
    ("German", "德语"),
    ("Process Modelling", "流程建模"),
    ("Data Modelling", "数据建模"),
    ("Motion Design", "动效设计"),
    ("Design System", "设计规范"),
    ("Payment Switch", "支付交换"),
    ("Architecture", "架构设计"),
    ("Machine Learning", "机器学习"),
    ("Deep Learning", "深度学习"),
    ("Optimisation", "运筹优化"),
    ("Test Automation", "自动化测试"),
    ("Performance Testing", "性能测试"),
    ("Hardware Testing", "硬件联调"),
    ("Penetration Testing", "渗透测试"),
    ("Java", "Java"),
    ("Golang", "Golang"),
    ("Rust", "Rust"),
    ("Python", "Python"),
    ("C++", "C++"),
    ("React", "React"),
    ("Vue", "Vue"),
    ("SQL", "SQL"),
    ("Spark", "Spark"),
    ("Kafka", "Kafka"),
    ("Informatica", "Informatica"),
    ("Oracle", "Oracle"),
    ("SAP", "SAP"),
    ("Figma", "Figma"),
    ("Kubernetes", "Kubernetes"),
)

LOCATIONS: tuple[Pair, ...] = (("Shanghai", "上海"), ("Munich", "慕尼黑"), ("Berlin", "柏林"))

TYPES: tuple[Pair, ...] = (("System", "系统"), ("Mobile", "移动应用"), ("Data", "数据"), ("Compliance", "合规"))

REASONS: tuple[Pair, ...] = (
    ("annual leave", "年假"),
    ("parental leave", "育儿假"),
    ("training", "培训"),
    ("sick leave", "病假"),
    ("trade fair", "参展"),
)

SURNAMES: tuple[Pair, ...] = (
    ("Wang", "王"),
    ("Li", "李"),
    ("Zhang", "张"),
    ("Liu", "刘"),
    ("Chen", "陈"),
    ("Yang", "杨"),
    ("Zhao", "赵"),
    ("Huang", "黄"),
    ("Zhou", "周"),
    ("Wu", "吴"),
    ("Xu", "徐"),
    ("Sun", "孙"),
    ("Hu", "胡"),
    ("Zhu", "朱"),
    ("Gao", "高"),
    ("Lin", "林"),
    ("He", "何"),
    ("Guo", "郭"),
    ("Ma", "马"),
    ("Luo", "罗"),
)

GIVEN_NAMES: tuple[Pair, ...] = (
    ("Fang", "芳"),
    ("Wei", "伟"),
    ("Na", "娜"),
    ("Min", "敏"),
    ("Jing", "静"),
    ("Li", "丽"),
    ("Qiang", "强"),
    ("Lei", "磊"),
    ("Jun", "军"),
    ("Yang", "洋"),
    ("Yong", "勇"),
    ("Yan", "艳"),
    ("Jie", "杰"),
    ("Tao", "涛"),
    ("Ming", "明"),
    ("Chao", "超"),
    ("Xia", "霞"),
    ("Ping", "平"),
    ("Gang", "刚"),
    ("Mei", "梅"),
    ("Xin", "欣"),
    ("Yu", "宇"),
    ("Hao", "浩"),
    ("Ning", "宁"),
    ("Rui", "睿"),
)

GERMAN_FIRST: tuple[str, ...] = (
    "Anna",
    "Lukas",
    "Jonas",
    "Felix",
    "Clara",
    "Nina",
    "Paul",
    "Lena",
    "Max",
    "Sophie",
    "Emil",
    "Ida",
)

GERMAN_LAST: tuple[str, ...] = (
    "Adler",
    "Bauer",
    "Fischer",
    "Weber",
    "Hoffmann",
    "Koch",
    "Richter",
    "Vogel",
    "Keller",
    "Brandt",
    "Lang",
    "Winter",
    "Busch",
    "Krause",
)

PROJECT_FIRST: tuple[Pair, ...] = (
    ("Supplier", "供应商"),
    ("Customer", "客户"),
    ("Payment", "支付"),
    ("Warehouse", "仓储"),
    ("Energy", "能源"),
    ("Quality", "质量"),
    ("Service", "售后"),
    ("Factory", "工厂"),
    ("Pricing", "报价"),
    ("Logistics", "物流"),
    ("Contract", "合同"),
    ("Finance", "财务"),
)

PROJECT_SECOND: tuple[Pair, ...] = (
    ("Portal", "门户"),
    ("Platform", "平台"),
    ("Analytics", "分析系统"),
    ("Mobile App", "移动应用"),
    ("Gateway", "网关"),
    ("Dashboard", "看板"),
    ("Data Hub", "数据中心"),
    ("Automation", "自动化"),
    ("Migration", "迁移"),
    ("Assistant", "助手"),
)


def chinese(*tables: tuple[Pair, ...]) -> dict[str, str]:
    """Return English -> Chinese of the tables."""
    return {english: zh for table in tables for english, zh in table}
